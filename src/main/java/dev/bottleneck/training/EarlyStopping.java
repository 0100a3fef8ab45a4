package dev.bottleneck.training;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Hears the validation loss of each epoch: which was the lowest, and whether to go on. */
final class EarlyStopping {
  private final int patience;
  private int epoch;
  private int bestEpoch;
  private double lowest = Double.POSITIVE_INFINITY;

  /**
   * @param patience epochs without a lower loss that are borne; 0: any number
   */
  EarlyStopping(int patience) {
    this.patience = patience;
  }

  /** Hears the next epoch's finite loss; whether it is the lowest so far, which no equal is. */
  boolean isLowest(double loss) {
    epoch++;
    if (loss < lowest) {
      lowest = loss;
      bestEpoch = epoch;
      return true;
    }
    return false;
  }

  /** Whether patience is at its end. */
  boolean ends() {
    return patience > 0 && epoch - bestEpoch >= patience;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(epoch);
    out.writeInt(bestEpoch);
    out.writeDouble(lowest);
  }

  void read(DataInput in) throws IOException {
    epoch = in.readInt();
    bestEpoch = in.readInt();
    lowest = in.readDouble();
  }

  /** The epoch of the lowest loss, from 1; 0 if none was heard. */
  int bestEpoch() {
    return bestEpoch;
  }
}
