package dev.bottleneck.evaluation;

import dev.bottleneck.device.HeapCopy;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How near restored images come to their originals, both with values in [0, 1]; means over images.
 *
 * <pre>  peak signal-to-noise ratio = −10 log10(mean squared error of the image's values)   (dB)
 * </pre>
 *
 * <p>An error below that of rounding to bytes, 1/(12 · 255²), counts as that, lest one image that
 * is restored to the last bit make the mean infinite: the ratio is 58.9 dB at most. The structural
 * similarity is that of Wang et al. (2004), see {@link StructuralSimilarity}; of a colour image the
 * mean over its channels. Both as in Mao et al., Image Restoration Using Very Deep Convolutional
 * Encoder-Decoder Networks with Symmetric Skip Connections (2016).
 */
public final class Restoration {
  /** Pixels along a side of the smallest image that has a structural similarity. */
  public static final int LEAST_SIDE = StructuralSimilarity.WINDOW;

  private static final double ROUNDING = 1 / (12 * 255.0 * 255.0);

  private final int pixels;
  private final int channels;
  private final StructuralSimilarity similarity;
  private final Series ratios = new Series();
  private final Series similarities = new Series();

  /**
   * @throws IllegalArgumentException if a side is shorter than {@link #LEAST_SIDE}
   */
  public Restoration(int height, int width, int channels) {
    similarity = new StructuralSimilarity(height, width);
    pixels = height * width;
    this.channels = channels;
  }

  /**
   * Adds a batch.
   *
   * @param original {@code [n, channels · height · width]}
   * @param restored the same shape
   * @throws IllegalArgumentException if the shapes are others
   */
  public Restoration add(INDArray original, INDArray restored) {
    if (!original.equalShapes(restored)
        || original.rank() != 2
        || original.size(1) != (long) channels * pixels) {
      throw new IllegalArgumentException(
          "original %s and restored %s must be [n, %d]"
              .formatted(
                  original.shapeInfoToString(), restored.shapeInfoToString(), channels * pixels));
    }
    double[] x = HeapCopy.doublesInOrder(original);
    double[] y = HeapCopy.doublesInOrder(restored);
    int images = Math.toIntExact(original.size(0));
    double[] ratio = new double[images];
    double[] likeness = new double[images];
    for (int i = 0; i < images; i++) {
      int from = i * channels * pixels;
      ratio[i] = ratio(x, y, from, channels * pixels);
      for (int channel = 0; channel < channels; channel++) {
        likeness[i] += similarity.of(x, y, from + channel * pixels) / channels;
      }
    }
    ratios.addAll(ratio);
    similarities.addAll(likeness);
    return this;
  }

  private static double ratio(double[] x, double[] y, int from, int length) {
    double sum = 0;
    for (int i = from; i < from + length; i++) {
      sum += (x[i] - y[i]) * (x[i] - y[i]);
    }
    return -10 * Math.log10(Math.max(sum / length, ROUNDING));
  }

  /** The mean peak signal-to-noise ratio, in dB; NaN if there is no image. */
  public double peakSignalToNoiseRatio() {
    return ratios.mean();
  }

  /** The mean structural similarity; NaN if there is no image. */
  public double structuralSimilarity() {
    return similarities.mean();
  }
}
