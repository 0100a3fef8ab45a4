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
import java.util.function.Supplier;

/** What a job heard of its training: curves, speeds, and how far it is. */
public final class JobRecord {
  private final Runnable onStep;
  private final Consumer<CurvePoint> onValidation;
  private final List<CurvePoint> curve = new ArrayList<>();
  private final Map<String, PhaseSpeed> speeds = new LinkedHashMap<>();
  private WorkTime work = WorkTime.NONE;
  private long steps;

  /**
   * @param onValidation hears of each validation loss; what it throws ends the training
   */
  JobRecord(Runnable onStep, Consumer<CurvePoint> onValidation) {
    this.onStep = onStep;
    this.onValidation = onValidation;
  }

  /** Hears of the phase; after each epoch {@code validationLoss} is asked for. */
  TrainingMonitor phase(String phase, Supplier<Optional<Double>> validationLoss) {
    return new TrainingMonitor() {
      @Override
      public void step() {
        steps++;
        onStep.run();
      }

      @Override
      public void trained(EpochTime time) {
        WorkTime took = WorkTime.of(time);
        work = work.plus(took);
        speeds.merge(
            phase,
            new PhaseSpeed(phase, time.batchSize(), time.examples(), took),
            (before, epoch) -> before.plus(time.examples(), took));
      }

      @Override
      public void loss(double epoch, double meanLoss) {
        curve.add(new CurvePoint(phase, epoch, CurvePoint.TRAINING_LOSS, meanLoss));
      }

      @Override
      public Optional<Double> epochEnded(int epoch) {
        long begun = System.nanoTime();
        Optional<Double> validation = validationLoss.get();
        WorkTime took = WorkTime.ofValidation((System.nanoTime() - begun) / 1e9);
        work = work.plus(took);
        speeds.computeIfPresent(phase, (name, speed) -> speed.plus(0, took));
        validation.ifPresent(
            loss -> {
              CurvePoint point = new CurvePoint(phase, epoch, CurvePoint.VALIDATION_LOSS, loss);
              curve.add(point);
              onValidation.accept(point);
            });
        return validation;
      }
    };
  }

  /** Has the curves and speeds of {@code other} as well. */
  void take(JobRecord other) {
    curve.addAll(other.curve);
    speeds.putAll(other.speeds);
  }

  /** Counts the work of {@code other}, which this job did, as its own. */
  void count(JobRecord other) {
    steps += other.steps;
    work = work.plus(other.work);
  }

  /** The time of what this job did itself. */
  public WorkTime work() {
    return work;
  }

  /** Mini-batches trained on so far. */
  public long steps() {
    return steps;
  }

  /** How fast each phase went so far. */
  public List<PhaseSpeed> speeds() {
    return List.copyOf(speeds.values());
  }

  /** The learning curve so far. */
  public List<CurvePoint> curve() {
    return List.copyOf(curve);
  }
}
