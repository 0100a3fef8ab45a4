package dev.bottleneck.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;

class KerasTest {
  /**
   * v ← 0.9 v + 0.1 g², step = η g / (√v + ε), as Keras 2 has it. ND4J starts v from ε, Keras from
   * 0: after enough steps nothing is left of it, and gradients near ε tell where ε is added.
   */
  @Test
  void rmsPropMeetsKerasFormula() {
    double[] gradient = {0.3, -1e-3, 1e-7, -2e-8};
    INDArray state = Nd4j.create(DataType.DOUBLE, 1, 4);
    GradientUpdater<?> updater = Keras.rmsProp(0.05).instantiate(state, true);
    double[] mean = new double[4];
    for (int step = 0; step < 500; step++) {
      double scale = 1 + step % 3;
      INDArray update = Nd4j.createFromArray(new double[][] {gradient}).mul(scale);
      updater.applyUpdater(update, step, 0);
      for (int i = 0; i < 4; i++) {
        double g = scale * gradient[i];
        mean[i] = 0.9 * mean[i] + 0.1 * g * g;
        if (step > 400) {
          double expected = 0.05 * g / (Math.sqrt(mean[i]) + 1e-7);
          assertThat(update.getDouble(0, i))
              .as("gradient %s, step %d", gradient[i], step)
              .isCloseTo(expected, within(1e-5 * Math.abs(expected)));
        }
      }
    }
  }
}
