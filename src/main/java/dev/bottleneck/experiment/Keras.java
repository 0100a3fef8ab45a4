package dev.bottleneck.experiment;

import org.nd4j.linalg.learning.config.Adam;

/** Keras's defaults, where DL4J's differ and a published figure depends on them. */
final class Keras {
  private static final double EPSILON = 1e-7;

  private Keras() {}

  /** Adam (Kingma and Ba, 2015) with Keras's ε of 1e-7; DL4J's own is 1e-8. */
  static Adam adam(double learningRate) {
    return new Adam(
        learningRate,
        Adam.DEFAULT_ADAM_BETA1_MEAN_DECAY,
        Adam.DEFAULT_ADAM_BETA2_VAR_DECAY,
        EPSILON);
  }
}
