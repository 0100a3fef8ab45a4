package dev.bottleneck.study.experiment;

import dev.bottleneck.study.result.CurvePoint;
import dev.bottleneck.study.result.PhaseSpeed;
import dev.bottleneck.study.result.WorkTime;
import dev.bottleneck.training.EpochTime;
import dev.bottleneck.training.TrainingMonitor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** What a job heard of its training: curves, speeds, and how far it is. */
public final class JobRecord {
  private final Runnable onStep;
  private final Consumer<CurvePoint> onValidation;
  private final PointListener onPoint;
  private final List<PhaseRecord> own = new ArrayList<>();
  private final List<PhaseRecord> heard = new ArrayList<>(); // own ones and those of shared work
  private final StringBuilder past = new StringBuilder();
  private WorkTime counted = WorkTime.NONE;
  private long countedSteps;
  private double secondsBefore;

  /**
   * @param onValidation hears of each validation loss; what it throws ends the training
   * @param onPoint hears of each point of a learning curve that this process measures
   */
  JobRecord(Runnable onStep, Consumer<CurvePoint> onValidation, PointListener onPoint) {
    this.onStep = onStep;
    this.onValidation = onValidation;
    this.onPoint = onPoint;
  }

  /** Hears of a point of a learning curve, after so many mini-batches of its phase. */
  @FunctionalInterface
  interface PointListener {
    void heard(CurvePoint point, long steps);
  }

  /** The record of a phase that begins. */
  PhaseRecord begin(String phase) {
    PhaseRecord record = new PhaseRecord(phase);
    own.add(record);
    heard.add(record);
    return record;
  }

  /** Tells of what {@code phase} had heard before its process ended, as if it were heard now. */
  void repeat(PhaseRecord phase) {
    secondsBefore += phase.secondsBefore();
    for (long step = 0; step < phase.steps(); step++) {
      onStep.run();
    }
    phase.curve().stream()
        .filter(point -> point.metric().equals(CurvePoint.VALIDATION_LOSS))
        .forEach(onValidation);
  }

  /**
   * Hears of the phase; after each epoch {@code validationLoss} is asked for.
   *
   * @param onEpoch hears of the epochs done, after each
   */
  TrainingMonitor monitor(
      PhaseRecord phase, Supplier<Optional<Double>> validationLoss, IntConsumer onEpoch) {
    return new TrainingMonitor() {
      @Override
      public void step() {
        phase.step();
        onStep.run();
      }

      @Override
      public void trained(EpochTime time) {
        phase.trained(time);
      }

      @Override
      public void kept(double seconds) {
        phase.kept(seconds);
      }

      @Override
      public void loss(double epoch, double meanLoss) {
        onPoint.heard(phase.add(epoch, CurvePoint.TRAINING_LOSS, meanLoss), phase.steps());
      }

      @Override
      public Optional<Double> epochEnded(int epoch) {
        long begun = System.nanoTime();
        Optional<Double> validation = validationLoss.get();
        phase.validated((System.nanoTime() - begun) / 1e9);
        validation.ifPresent(
            loss -> {
              CurvePoint point = phase.add(epoch, CurvePoint.VALIDATION_LOSS, loss);
              onPoint.heard(point, phase.steps());
              onValidation.accept(point);
            });
        onEpoch.accept(epoch);
        return validation;
      }
    };
  }

  /** A training has ended after so many epochs. */
  void ended(String training, int epochs) {
    past.append(training).append(": ").append(epochs).append('\n');
  }

  /** What follows depends on {@code other} as well. */
  void follow(JobRecord other) {
    past.append(other.past);
  }

  /** What was trained so far, and for how many epochs each. */
  String past() {
    return past.toString();
  }

  /** Has the curves and speeds of {@code other} as well. */
  void take(JobRecord other) {
    heard.addAll(other.heard);
  }

  /** Has {@code listener} hear of all points so far. */
  void tell(PointListener listener) {
    heard.forEach(
        phase ->
            phase.curve().forEach(point -> listener.heard(point, phase.stepsAt(point.epoch()))));
  }

  /** Counts the work of {@code other}, which this job did, as its own. */
  void count(JobRecord other) {
    countedSteps += other.steps();
    counted = counted.plus(other.work());
    secondsBefore += other.secondsBefore;
  }

  /** Seconds of work that were done before this process took the job up. */
  public double secondsBefore() {
    return secondsBefore;
  }

  /** The time of what this job did itself. */
  public WorkTime work() {
    return own.stream().map(PhaseRecord::work).reduce(counted, WorkTime::plus);
  }

  /** Mini-batches trained on so far. */
  public long steps() {
    return countedSteps + own.stream().mapToLong(PhaseRecord::steps).sum();
  }

  /** How fast each phase went so far. */
  public List<PhaseSpeed> speeds() {
    Map<String, PhaseSpeed> speeds = new LinkedHashMap<>();
    for (PhaseRecord phase : heard) {
      phase
          .speed()
          .ifPresent(
              speed ->
                  speeds.merge(
                      speed.phase(),
                      speed,
                      (before, more) -> before.plus(more.images(), more.time())));
    }
    return List.copyOf(speeds.values());
  }

  /** The learning curve so far. */
  public List<CurvePoint> curve() {
    return heard.stream().flatMap(phase -> phase.curve().stream()).toList();
  }
}
