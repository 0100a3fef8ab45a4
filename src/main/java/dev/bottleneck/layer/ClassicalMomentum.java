package dev.bottleneck.layer;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Gradient descent with classical momentum: v ← μv + ηg, θ ← θ − v.
 *
 * <p>Source: Polyak, Some methods of speeding up the convergence of iteration methods (1964).
 * ND4J's {@code Nesterovs} is Nesterov's variant, whose first steps and optimum settings differ.
 */
public final class ClassicalMomentum implements IUpdater {
  private double learningRate;
  private ISchedule learningRateSchedule;
  private final double momentum;

  /**
   * @param learningRate η, above 0
   * @param momentum μ, in [0, 1)
   * @throws IllegalArgumentException if one lies outside
   */
  public ClassicalMomentum(double learningRate, double momentum) {
    this(learningRate, null, momentum);
    if (!(learningRate > 0)) {
      throw new IllegalArgumentException(
          "learning rate is " + learningRate + ": it must be above 0");
    }
  }

  private ClassicalMomentum(
      @JsonProperty("learningRate") double learningRate,
      @JsonProperty("learningRateSchedule") ISchedule learningRateSchedule,
      @JsonProperty("momentum") double momentum) {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "momentum is " + momentum + ": it must be at least 0 and less than 1");
    }
    this.learningRate = learningRate;
    this.learningRateSchedule = learningRateSchedule;
    this.momentum = momentum;
  }

  public double getLearningRate() {
    return learningRate;
  }

  public ISchedule getLearningRateSchedule() {
    return learningRateSchedule;
  }

  public double getMomentum() {
    return momentum;
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
  public void setLrAndSchedule(double rate, ISchedule schedule) {
    learningRate = rate;
    learningRateSchedule = schedule;
  }

  @Override
  public long stateSize(long numParams) {
    return numParams;
  }

  @Override
  public GradientUpdater<?> instantiate(INDArray state, boolean initialize) {
    Velocity updater = new Velocity(this);
    INDArray flat = state.reshape(state.length());
    updater.setStateViewArray(flat, flat.shape(), flat.ordering(), initialize);
    return updater;
  }

  @Override
  public GradientUpdater<?> instantiate(Map<String, INDArray> state, boolean initialize) {
    Velocity updater = new Velocity(this);
    updater.setState(state, initialize);
    return updater;
  }

  @Override
  public ClassicalMomentum clone() {
    return new ClassicalMomentum(learningRate, learningRateSchedule, momentum);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClassicalMomentum c
        && c.learningRate == learningRate
        && c.momentum == momentum
        && java.util.Objects.equals(c.learningRateSchedule, learningRateSchedule);
  }

  @Override
  public int hashCode() {
    return java.util.Objects.hash(learningRate, learningRateSchedule, momentum);
  }

  /** The state v of {@link ClassicalMomentum}, as long as the parameters. */
  static final class Velocity implements GradientUpdater<ClassicalMomentum> {
    private static final String STATE = "V";

    private final ClassicalMomentum config;
    private INDArray v;

    Velocity(ClassicalMomentum config) {
      this.config = config;
    }

    @Override
    public ClassicalMomentum getConfig() {
      return config;
    }

    @Override
    public void setState(Map<String, INDArray> state, boolean initialize) {
      v = state.get(STATE);
    }

    @Override
    public Map<String, INDArray> getState() {
      return Map.of(STATE, v);
    }

    @Override
    public void setStateViewArray(
        INDArray view, long[] gradientShape, char gradientOrder, boolean initialize) {
      if (initialize) {
        view.assign(0);
      }
      v = view.reshape(gradientOrder, gradientShape);
    }

    /** DL4J subtracts what it finds in {@code gradient} afterwards from the parameters. */
    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
      INDArray flat = gradient.reshape(v.shape());
      v.muli(config.momentum).addi(flat.muli(config.getLearningRate(iteration, epoch)));
      flat.assign(v);
    }
  }
}
