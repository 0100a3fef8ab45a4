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

  /**
   * m ← 0.9 m + 0.1 g, v ← 0.999 v + 0.001 g², step = η √(1 − 0.999ᵗ) / (1 − 0.9ᵗ) m / (√v + ε), as
   * Keras 2 and TensorFlow have it: ε is not scaled with the correction, as it is in PyTorch.
   */
  @Test
  void adamMeetsKerasFormulaFromTheFirstStepOn() {
    double[] gradient = {0.3, -1e-3, 1e-6, -2e-8};
    GradientUpdater<?> updater =
        Keras.adam(0.001).instantiate(Nd4j.create(DataType.DOUBLE, 1, 8), true);
    double[] m = new double[4];
    double[] v = new double[4];
    for (int step = 0; step < 10; step++) {
      double scale = 1 + step % 3;
      INDArray update = Nd4j.createFromArray(new double[][] {gradient}).mul(scale);
      updater.applyUpdater(update, step, 0);
      double rate =
          0.001 * Math.sqrt(1 - Math.pow(0.999, step + 1)) / (1 - Math.pow(0.9, step + 1));
      for (int i = 0; i < 4; i++) {
        double g = scale * gradient[i];
        m[i] = 0.9 * m[i] + 0.1 * g;
        v[i] = 0.999 * v[i] + 0.001 * g * g;
        double expected = rate * m[i] / (Math.sqrt(v[i]) + 1e-7);
        assertThat(update.getDouble(0, i))
            .as("gradient %s, step %d", gradient[i], step)
            .isCloseTo(expected, within(1e-4 * Math.abs(expected)));
      }
    }
  }

  /** v ← 0.95 v + 0.05 g², step = g √(x + ε) / √(v + ε), x ← 0.95 x + 0.05 step², ε = 1e-8. */
  @Test
  void adaDeltaMeetsKerasFormulaFromTheFirstStepOn() {
    double[] gradient = {0.3, -1e-3, 1e-4, -2e-6};
    GradientUpdater<?> updater =
        Keras.adaDelta().instantiate(Nd4j.create(DataType.DOUBLE, 1, 8), true);
    double[] v = new double[4];
    double[] x = new double[4];
    for (int step = 0; step < 50; step++) {
      double scale = 1 + step % 3;
      INDArray update = Nd4j.createFromArray(new double[][] {gradient}).mul(scale);
      updater.applyUpdater(update, step, 0);
      for (int i = 0; i < 4; i++) {
        double g = scale * gradient[i];
        v[i] = 0.95 * v[i] + 0.05 * g * g;
        double expected = g * Math.sqrt(x[i] + 1e-8) / Math.sqrt(v[i] + 1e-8);
        x[i] = 0.95 * x[i] + 0.05 * expected * expected;
        assertThat(update.getDouble(0, i))
            .as("gradient %s, step %d", gradient[i], step)
            .isCloseTo(expected, within(1e-5 * Math.abs(expected)));
      }
    }
  }
}
