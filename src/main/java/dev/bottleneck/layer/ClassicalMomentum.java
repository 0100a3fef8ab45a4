package dev.bottleneck.layer;

import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Gradient descent with classical momentum: {@code v ← μ v + η g}, {@code θ ← θ − v}.
 *
 * <p>B. T. Polyak, "Some methods of speeding up the convergence of iteration methods" (1964).
 * ND4J's {@code Nesterovs} is Nesterov's variant, which steps from another point. State: one
 * velocity for each parameter.
 */
public final class ClassicalMomentum implements IUpdater {
  private double learningRate;
  private ISchedule learningRateSchedule;
  private final double momentum;

  /**
   * @param learningRate η, positive
   * @param momentum μ in [0, 1)
   */
  public ClassicalMomentum(double learningRate, double momentum) {
    this(Check.positive("learningRate", learningRate), null, momentum);
  }

  /**
   * @param learningRateSchedule η at every step
   * @param momentum μ in [0, 1)
   */
  public ClassicalMomentum(ISchedule learningRateSchedule, double momentum) {
    this(Double.NaN, Check.given("learningRateSchedule", learningRateSchedule), momentum);
  }

  @JsonCreator
  private ClassicalMomentum(
      @JsonProperty("learningRate") double learningRate,
      @JsonProperty("learningRateSchedule") ISchedule learningRateSchedule,
      @JsonProperty("momentum") double momentum) {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("momentum must lie within [0, 1), not " + momentum);
    }
    this.learningRate = learningRate;
    this.learningRateSchedule = learningRateSchedule;
    this.momentum = momentum;
  }

  /** μ. */
  public double getMomentum() {
    return momentum;
  }

  @Override
  public long stateSize(long numParams) {
    return numParams;
  }

  @Override
  public GradientUpdater<ClassicalMomentum> instantiate(
      INDArray viewArray, boolean initializeViewArray) {
    Velocity velocity = new Velocity(this);
    INDArray flat = viewArray.reshape(viewArray.length());
    velocity.setStateViewArray(flat, flat.shape(), flat.ordering(), initializeViewArray);
    return velocity;
  }

  @Override
  public GradientUpdater<ClassicalMomentum> instantiate(
      Map<String, INDArray> updaterState, boolean initializeStateArrays) {
    Velocity velocity = new Velocity(this);
    velocity.setState(updaterState, initializeStateArrays);
    return velocity;
  }

  @Override
  public double getLearningRate(int iteration, int epoch) {
    return learningRateSchedule == null
        ? learningRate
        : learningRateSchedule.valueAt(iteration, epoch);
  }

  @Override
  public boolean hasLearningRate() {
    return true;
  }

  @Override
  public void setLrAndSchedule(double lr, ISchedule lrSchedule) {
    learningRate = lrSchedule == null ? Check.positive("lr", lr) : lr;
    learningRateSchedule = lrSchedule;
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public ClassicalMomentum clone() {
    ISchedule schedule = learningRateSchedule == null ? null : learningRateSchedule.clone();
    return new ClassicalMomentum(learningRate, schedule, momentum);
  }

  // DL4J updates neighbouring parameters together where their updaters are equal.
  @Override
  public boolean equals(Object other) {
    return other instanceof ClassicalMomentum that
        && Double.compare(learningRate, that.learningRate) == 0
        && Double.compare(momentum, that.momentum) == 0
        && Objects.equals(learningRateSchedule, that.learningRateSchedule);
  }

  @Override
  public int hashCode() {
    return Objects.hash(learningRate, learningRateSchedule, momentum);
  }

  @Override
  public String toString() {
    Object rate = learningRateSchedule == null ? learningRate : learningRateSchedule;
    return "ClassicalMomentum(learningRate=" + rate + ", momentum=" + momentum + ")";
  }
}
