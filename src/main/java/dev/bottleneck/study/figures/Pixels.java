package dev.bottleneck.study.figures;

import org.nd4j.linalg.api.ndarray.INDArray;

/** From ND4J arrays to what figures are drawn from. */
public final class Pixels {
  private Pixels() {}

  /** The rows of {@code [n, pixels]} as they are. */
  public static float[][] rows(INDArray images) {
    return images.toFloatMatrix();
  }

  /** The filters of a dense layer, whose weights are {@code [pixels, units]}: a row a unit. */
  public static float[][] filters(INDArray weights) {
    return weights.transpose().toFloatMatrix();
  }
}
