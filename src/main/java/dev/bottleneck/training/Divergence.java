package dev.bottleneck.training;

/** The training loss became NaN or infinite: nothing that follows means anything. */
public final class Divergence extends RuntimeException {
  private final int epoch;
  private final int step;

  /**
   * @param epoch the epoch of the first bad loss, from 1
   * @param step the batch within that epoch, from 1
   */
  public Divergence(double loss, int epoch, int step) {
    super(
        "the training loss became "
            + loss
            + " in epoch "
            + epoch
            + ", step "
            + step
            + "; a smaller learning rate is the usual cure");
    this.epoch = epoch;
    this.step = step;
  }

  public int epoch() {
    return epoch;
  }

  public int step() {
    return step;
  }
}
