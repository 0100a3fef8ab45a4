package dev.bottleneck.training;

/** The mean of losses that are known at once, since it was last asked for. */
public final class MeanLoss {
  private double sum;
  private int count;

  public void add(double loss) {
    sum += loss;
    count++;
  }

  /** The mean since the last call; NaN if nothing was added. */
  public double take() {
    double mean = sum / count;
    sum = 0;
    count = 0;
    return mean;
  }
}
