package dev.bottleneck.step.update;

import dev.bottleneck.layer.ClassicalMomentum;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * Classical momentum, {@code v ← μ v + η g, θ ← θ − v}, or ND4J's Nesterov momentum, {@code v′ = μ
 * v − η g, θ ← θ − μ v + (1 + μ) v′}.
 */
final class MomentumRule implements UpdateRule {
  /** μ at a step. */
  private interface Momentum {
    double at(int iteration, int epoch);
  }

  private final IUpdater updater;
  private final Momentum schedule;
  private final boolean nesterov;
  private float rate;
  private float momentum;

  private MomentumRule(IUpdater updater, Momentum schedule, boolean nesterov) {
    this.updater = updater;
    this.schedule = schedule;
    this.nesterov = nesterov;
  }

  static MomentumRule classical(ClassicalMomentum updater) {
    return new MomentumRule(updater, (iteration, epoch) -> updater.getMomentum(), false);
  }

  static MomentumRule nesterov(Nesterovs updater) {
    return new MomentumRule(updater, updater::currentMomentum, true);
  }

  @Override
  public int states() {
    return 1;
  }

  @Override
  public Arithmetic arithmetic() {
    return nesterov ? Arithmetic.NESTEROV_MOMENTUM : Arithmetic.CLASSICAL_MOMENTUM;
  }

  @Override
  public float[] settings() {
    return new float[] {rate, momentum};
  }

  @Override
  public void begin(int iteration, int epoch) {
    rate = (float) updater.getLearningRate(iteration, epoch);
    momentum = (float) schedule.at(iteration, epoch);
  }

  @Override
  public void apply(float[] parameters, float[] gradient, float[][] state, int count) {
    if (nesterov) {
      nesterov(parameters, gradient, state[0], count, rate, momentum);
    } else {
      classical(parameters, gradient, state[0], count, rate, momentum);
    }
  }

  private static void classical(
      float[] parameters, float[] gradient, float[] v, int count, float rate, float momentum) {
    for (int i = 0; i < count; i++) {
      float velocity = momentum * v[i] + rate * gradient[i];
      v[i] = (velocity + NEGLIGIBLE) - NEGLIGIBLE;
      parameters[i] -= velocity;
    }
  }

  private static void nesterov(
      float[] parameters, float[] gradient, float[] v, int count, float rate, float momentum) {
    for (int i = 0; i < count; i++) {
      float before = momentum * v[i];
      float velocity = before - rate * gradient[i];
      v[i] = (velocity + NEGLIGIBLE) - NEGLIGIBLE;
      parameters[i] -= before - (1 + momentum) * velocity;
    }
  }
}
