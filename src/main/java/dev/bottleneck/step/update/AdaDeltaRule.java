package dev.bottleneck.step.update;

import org.nd4j.linalg.learning.config.AdaDelta;

/**
 * {@code v ← ρ v + (1 − ρ) g²}, {@code u = g √(x + ε) / √(v + ε)}, {@code x ← ρ x + (1 − ρ) u²},
 * {@code θ ← θ − u}.
 */
final class AdaDeltaRule implements UpdateRule {
  private final AdaDelta updater;
  private float rho;
  private float epsilon;

  AdaDeltaRule(AdaDelta updater) {
    this.updater = updater;
  }

  @Override
  public int states() {
    return 2;
  }

  @Override
  public Arithmetic arithmetic() {
    return Arithmetic.ADA_DELTA;
  }

  @Override
  public float[] settings() {
    return new float[] {rho, epsilon};
  }

  @Override
  public void begin(int iteration, int epoch) {
    rho = (float) updater.getRho();
    epsilon = (float) updater.getEpsilon();
  }

  @Override
  public void apply(float[] parameters, float[] gradient, float[][] state, int count) {
    update(parameters, gradient, state[0], state[1], count, rho, epsilon);
  }

  private static void update(
      float[] parameters,
      float[] gradient,
      float[] v,
      float[] x,
      int count,
      float rho,
      float epsilon) {
    float rest = 1 - rho;
    for (int i = 0; i < count; i++) {
      float g = gradient[i];
      float square = (rho * v[i] + rest * g * g + NEGLIGIBLE) - NEGLIGIBLE;
      float update = g * (float) Math.sqrt(x[i] + epsilon) / (float) Math.sqrt(square + epsilon);
      v[i] = square;
      x[i] = (rho * x[i] + rest * update * update + NEGLIGIBLE) - NEGLIGIBLE;
      parameters[i] -= update;
    }
  }
}
