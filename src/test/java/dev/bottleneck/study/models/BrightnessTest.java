package dev.bottleneck.study.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.autoencoder.Scaling;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class BrightnessTest {
  private static final INDArray BYTES = Nd4j.createFromArray(new float[][] {{0, 51}, {255, 102}});

  private static Scaling scaling(Scaling.Kind kind, float shift, float scale) {
    return Scaling.of(kind, new float[] {shift, shift}, new float[] {scale, scale});
  }

  @Test
  void bytesAreDrawnFromBlackToWhite() {
    INDArray drawn = Brightness.of(scaling(Scaling.Kind.MINMAX, 0, 255), BYTES);
    assertThat(drawn).isEqualTo(BYTES.div(255));
    assertThat(BYTES.getFloat(1, 0)).isEqualTo(255);
    INDArray standard = Brightness.of(scaling(Scaling.Kind.STANDARD, 100, 50), BYTES);
    assertThat(standard).isEqualTo(BYTES.sub(-50).div(300));
  }

  @Test
  void brightnessesStayAsTheyAre() {
    INDArray images = BYTES.div(255);
    assertThat(Brightness.of(Scaling.none(), images)).isSameAs(images);
    assertThat(Brightness.of(scaling(Scaling.Kind.MINMAX, 0.1f, 0.9f), images)).isSameAs(images);
    assertThat(Brightness.of(scaling(Scaling.Kind.STANDARD, 0.5f, 0.3f), images)).isSameAs(images);
    // A constant pixel keeps its scale of 1.
    assertThat(Brightness.of(scaling(Scaling.Kind.MINMAX, 0.9f, 1), images)).isSameAs(images);
  }
}
