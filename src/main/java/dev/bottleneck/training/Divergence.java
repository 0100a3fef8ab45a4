package dev.bottleneck.training;

/** A loss became NaN or infinite: nothing that follows means anything. */
public final class Divergence extends RuntimeException {
  private final int epoch;
  private final int step;

  /**
   * Of the training loss.
   *
   * @param epoch the epoch of the first bad loss, from 1
   * @param step the batch within that epoch, from 1
   */
  public Divergence(double loss, int epoch, int step) {
    this("training", loss, epoch, step);
  }

  private Divergence(String which, double loss, int epoch, int step) {
    super(
        "the %s loss became %s in epoch %d, step %d; a smaller learning rate is the usual cure"
            .formatted(which, loss, epoch, step));
    this.epoch = epoch;
    this.step = step;
  }

  /** Of the validation loss after {@code step}, the last of {@code epoch}. */
  public static Divergence ofValidation(double loss, int epoch, int step) {
    return new Divergence("validation", loss, epoch, step);
  }

  public int epoch() {
    return epoch;
  }

  public int step() {
    return step;
  }
}
