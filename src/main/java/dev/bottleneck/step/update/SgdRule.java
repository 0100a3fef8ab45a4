package dev.bottleneck.step.update;

import org.nd4j.linalg.learning.config.Sgd;

/** {@code θ ← θ − η g}. */
final class SgdRule implements UpdateRule {
  private final Sgd updater;
  private float rate;

  SgdRule(Sgd updater) {
    this.updater = updater;
  }

  @Override
  public int states() {
    return 0;
  }

  @Override
  public Arithmetic arithmetic() {
    return Arithmetic.SGD;
  }

  @Override
  public float[] settings() {
    return new float[] {rate};
  }

  @Override
  public void begin(int iteration, int epoch) {
    rate = (float) updater.getLearningRate(iteration, epoch);
  }

  @Override
  public void apply(float[] parameters, float[] gradient, float[][] state, int count) {
    update(parameters, gradient, count, rate);
  }

  private static void update(float[] parameters, float[] gradient, int count, float rate) {
    for (int i = 0; i < count; i++) {
      parameters[i] -= rate * gradient[i];
    }
  }
}
