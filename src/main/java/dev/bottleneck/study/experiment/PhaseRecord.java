package dev.bottleneck.study.experiment;

import dev.bottleneck.study.result.CurvePoint;
import dev.bottleneck.study.result.PhaseSpeed;
import dev.bottleneck.study.result.WorkTime;
import dev.bottleneck.training.EpochTime;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was heard of one phase of a job's training so far. */
final class PhaseRecord {
  private final String phase;
  private final List<CurvePoint> curve = new ArrayList<>();
  private WorkTime work = WorkTime.NONE;
  private int batchSize; // 0 before an epoch has ended
  private long examples;
  private long steps;
  private double secondsBefore;
  private long begun = System.nanoTime();

  PhaseRecord(String phase) {
    this.phase = phase;
  }

  void step() {
    steps++;
  }

  void trained(EpochTime time) {
    batchSize = time.batchSize();
    examples += time.examples();
    work = work.plus(WorkTime.of(time));
  }

  void validated(double seconds) {
    work = work.plus(WorkTime.ofValidation(seconds));
  }

  void kept(double seconds) {
    work = work.plus(WorkTime.ofKeeping(seconds));
  }

  CurvePoint add(double epoch, String metric, double value) {
    CurvePoint point = new CurvePoint(phase, epoch, metric, value);
    curve.add(point);
    return point;
  }

  List<CurvePoint> curve() {
    return curve;
  }

  WorkTime work() {
    return work;
  }

  long steps() {
    return steps;
  }

  /** Mini-batches after so many epochs, of a phase whose last point was its last step's. */
  long stepsAt(double epoch) {
    double last = curve.stream().mapToDouble(CurvePoint::epoch).max().orElse(1);
    return Math.round(steps * epoch / last);
  }

  /** Seconds that other processes spent on the phase, as far as they are known. */
  double secondsBefore() {
    return secondsBefore;
  }

  /** Empty before an epoch has ended. */
  Optional<PhaseSpeed> speed() {
    return batchSize == 0
        ? Optional.empty()
        : Optional.of(new PhaseSpeed(phase, batchSize, examples, work));
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(secondsBefore + (System.nanoTime() - begun) / 1e9);
    out.writeInt(curve.size());
    for (CurvePoint point : curve) {
      out.writeDouble(point.epoch());
      out.writeUTF(point.metric());
      out.writeDouble(point.value());
    }
    out.writeDouble(work.training());
    out.writeDouble(work.gather());
    out.writeDouble(work.step());
    out.writeDouble(work.validation());
    out.writeDouble(work.keeping());
    out.writeInt(batchSize);
    out.writeLong(examples);
    out.writeLong(steps);
  }

  /** Takes what was written of the same phase in place of what it has. */
  void read(DataInput in) throws IOException {
    secondsBefore = in.readDouble();
    begun = System.nanoTime();
    curve.clear();
    int points = in.readInt();
    for (int i = 0; i < points; i++) {
      add(in.readDouble(), in.readUTF(), in.readDouble());
    }
    work =
        new WorkTime(
            in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
    batchSize = in.readInt();
    examples = in.readLong();
    steps = in.readLong();
  }
}
