package dev.bottleneck.training;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How far an epoch is: steps taken, losses summed up since the last point of the curve, time. */
final class EpochProgress {
  int steps;
  int points;
  double lossSum;
  int losses;
  long examples;
  long nanos;
  long gatherNanos;
  long stepNanos;

  void add(double loss) {
    lossSum += loss;
    losses++;
  }

  /** The mean of the losses since the last point. */
  double point() {
    double mean = lossSum / losses;
    lossSum = 0;
    losses = 0;
    points++;
    return mean;
  }

  EpochTime time(int batchSize) {
    return new EpochTime(batchSize, examples, nanos / 1e9, gatherNanos / 1e9, stepNanos / 1e9);
  }

  /** Whether an epoch of so many batches can be there. */
  boolean isOneOf(int batches) {
    return steps >= 0 && steps < batches && points >= 0 && losses >= 0 && examples >= 0;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(steps);
    out.writeInt(points);
    out.writeDouble(lossSum);
    out.writeInt(losses);
    out.writeLong(examples);
    out.writeLong(nanos);
    out.writeLong(gatherNanos);
    out.writeLong(stepNanos);
  }

  static EpochProgress read(DataInput in) throws IOException {
    EpochProgress read = new EpochProgress();
    read.steps = in.readInt();
    read.points = in.readInt();
    read.lossSum = in.readDouble();
    read.losses = in.readInt();
    read.examples = in.readLong();
    read.nanos = in.readLong();
    read.gatherNanos = in.readLong();
    read.stepNanos = in.readLong();
    return read;
  }
}
