package dev.bottleneck.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RestorationTest {
  private static final int HEIGHT = 16;
  private static final int WIDTH = 20;

  /** {@code (7 i + 13 j + k i j) mod 32 / 31}, images with edges in every direction. */
  private static INDArray image(int k) {
    double[] pixels = new double[HEIGHT * WIDTH];
    for (int i = 0; i < HEIGHT; i++) {
      for (int j = 0; j < WIDTH; j++) {
        pixels[i * WIDTH + j] = (7 * i + 13 * j + k * i * j) % 32 / 31.0;
      }
    }
    return Nd4j.createFromArray(pixels).reshape(1, pixels.length);
  }

  private static Restoration of(INDArray original, INDArray restored) {
    return new Restoration(HEIGHT, WIDTH, 1).add(original, restored);
  }

  /**
   * Against scikit-image 0.19.3: {@code structural_similarity(x, y, gaussian_weights=True,
   * sigma=1.5, use_sample_covariance=False, data_range=1)} and {@code peak_signal_noise_ratio(x, y,
   * data_range=1)}.
   */
  @Test
  void agreesWithScikitImage() {
    INDArray x = image(1);
    INDArray near = x.mul(0.8).add(image(3).mul(0.2));
    INDArray far = image(2);
    Restoration ofNear = of(x, near);
    Restoration ofFar = of(x, far);
    assertThat(ofNear.structuralSimilarity()).isCloseTo(0.9547590087941003, within(1e-9));
    assertThat(ofNear.peakSignalToNoiseRatio()).isCloseTo(22.086445869160265, within(1e-9));
    assertThat(ofFar.structuralSimilarity()).isCloseTo(0.12632684114668333, within(1e-9));
    assertThat(ofFar.peakSignalToNoiseRatio()).isCloseTo(7.640566161726735, within(1e-9));
  }

  @Test
  void whatIsRestoredWholeIsAsGoodAsBytesCanTell() {
    Restoration whole = of(image(1), image(1));
    assertThat(whole.structuralSimilarity()).isCloseTo(1, within(1e-12));
    assertThat(whole.peakSignalToNoiseRatio())
        .isCloseTo(10 * Math.log10(12 * 255 * 255), within(1e-9));
  }

  /** The error of one shade is its square at every pixel: 20 dB for a tenth. */
  @Test
  void aShadeIsItsOwnRatio() {
    assertThat(of(image(1), image(1).add(0.1)).peakSignalToNoiseRatio())
        .isCloseTo(20, within(1e-9));
  }

  @Test
  void takesMeansOverImagesAndChannels() {
    INDArray two = Nd4j.vstack(image(1), image(1));
    INDArray restored = Nd4j.vstack(image(1).add(0.1), image(2));
    Restoration both = new Restoration(HEIGHT, WIDTH, 1).add(two, restored);
    Restoration first = of(image(1), image(1).add(0.1));
    Restoration second = of(image(1), image(2));
    assertThat(both.peakSignalToNoiseRatio())
        .isCloseTo(
            (first.peakSignalToNoiseRatio() + second.peakSignalToNoiseRatio()) / 2, within(1e-12));
    double similarity = (first.structuralSimilarity() + second.structuralSimilarity()) / 2;
    assertThat(both.structuralSimilarity()).isCloseTo(similarity, within(1e-12));
    INDArray coloured = two.reshape('c', 1, 2L * HEIGHT * WIDTH);
    Restoration channels =
        new Restoration(HEIGHT, WIDTH, 2)
            .add(coloured, restored.reshape('c', 1, 2L * HEIGHT * WIDTH));
    assertThat(channels.structuralSimilarity()).isCloseTo(similarity, within(1e-12));
  }

  @Test
  void refusesWhatItCannotMeasure() {
    assertThatThrownBy(() -> new Restoration(10, 28, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an image of 10 × 28 is smaller than the window of 11 × 11");
    assertThatThrownBy(() -> new Restoration(16, 16, 1).add(image(1), image(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be [n, 256]");
  }
}
