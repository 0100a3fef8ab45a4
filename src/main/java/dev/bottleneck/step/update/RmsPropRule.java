package dev.bottleneck.step.update;

import org.nd4j.linalg.learning.config.RmsProp;

/** {@code v ← ρ v + (1 − ρ) g²}, {@code θ ← θ − η g / (√v + ε)}. */
final class RmsPropRule implements UpdateRule {
  private final RmsProp updater;
  private float decay;
  private float epsilon;
  private float rate;

  RmsPropRule(RmsProp updater) {
    this.updater = updater;
  }

  @Override
  public int states() {
    return 1;
  }

  @Override
  public double epsilon() {
    return updater.getEpsilon();
  }

  @Override
  public Arithmetic arithmetic() {
    return Arithmetic.RMS_PROP;
  }

  @Override
  public float[] settings() {
    return new float[] {rate, decay, epsilon};
  }

  @Override
  public void begin(int iteration, int epoch) {
    decay = (float) updater.getRmsDecay();
    epsilon = (float) updater.getEpsilon();
    rate = (float) updater.getLearningRate(iteration, epoch);
  }

  @Override
  public void apply(float[] parameters, float[] gradient, float[][] state, int count) {
    update(parameters, gradient, state[0], count, decay, epsilon, rate);
  }

  private static void update(
      float[] parameters,
      float[] gradient,
      float[] v,
      int count,
      float decay,
      float epsilon,
      float rate) {
    float rest = 1 - decay;
    for (int i = 0; i < count; i++) {
      float g = gradient[i];
      float square = (decay * v[i] + rest * g * g + NEGLIGIBLE) - NEGLIGIBLE;
      v[i] = square;
      parameters[i] -= rate * g / ((float) Math.sqrt(square) + epsilon);
    }
  }
}
