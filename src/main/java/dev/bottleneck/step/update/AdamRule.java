package dev.bottleneck.step.update;

import org.nd4j.linalg.learning.config.Adam;

/**
 * Adam as ND4J has it: {@code m ← β₁ m + (1 − β₁) g}, {@code v ← β₂ v + (1 − β₂) g²}, {@code θ ← θ
 * − a m / (√v + ε)} with {@code a = η √(1 − β₂ᵗ) / (1 − β₁ᵗ)}: ε is not scaled by the bias
 * correction.
 */
final class AdamRule implements UpdateRule {
  private final Adam updater;
  private float beta1;
  private float beta2;
  private float epsilon;
  private float rate;

  AdamRule(Adam updater) {
    this.updater = updater;
  }

  @Override
  public int states() {
    return 2;
  }

  @Override
  public double epsilon() {
    return updater.getEpsilon();
  }

  @Override
  public Arithmetic arithmetic() {
    return Arithmetic.ADAM;
  }

  @Override
  public float[] settings() {
    return new float[] {rate, beta1, beta2, epsilon};
  }

  @Override
  public void begin(int iteration, int epoch) {
    beta1 = (float) updater.getBeta1();
    beta2 = (float) updater.getBeta2();
    epsilon = (float) updater.getEpsilon();
    float eta = (float) updater.getLearningRate(iteration, epoch);
    float power1 = (float) Math.pow(beta1, iteration + 1);
    float power2 = (float) Math.pow(beta2, iteration + 1);
    rate = (float) (eta * (float) Math.sqrt(1 - power2) / (1.0 - power1));
    if (rate == 0 || !Float.isFinite(rate)) {
      rate = epsilon; // As ND4J does.
    }
  }

  @Override
  public void apply(float[] parameters, float[] gradient, float[][] state, int count) {
    update(parameters, gradient, state[0], state[1], count, beta1, beta2, epsilon, rate);
  }

  private static void update(
      float[] parameters,
      float[] gradient,
      float[] m,
      float[] v,
      int count,
      float beta1,
      float beta2,
      float epsilon,
      float rate) {
    float rest1 = 1 - beta1;
    float rest2 = 1 - beta2;
    for (int i = 0; i < count; i++) {
      float g = gradient[i];
      float mean = (beta1 * m[i] + rest1 * g + NEGLIGIBLE) - NEGLIGIBLE;
      float square = (beta2 * v[i] + rest2 * g * g + NEGLIGIBLE) - NEGLIGIBLE;
      m[i] = mean;
      v[i] = square;
      parameters[i] -= rate * mean / ((float) Math.sqrt(square) + epsilon);
    }
  }
}
