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
    this("training", loss, epoch, "step " + step, step);
  }

  private Divergence(String which, double loss, int epoch, String where, int step) {
    super(
        "the %s loss became %s in epoch %d, %s; a smaller learning rate is the usual cure"
            .formatted(which, loss, epoch, where));
    this.epoch = epoch;
    this.step = step;
  }

  /** Of the validation loss after {@code step}, the last of {@code epoch}. */
  public static Divergence ofValidation(double loss, int epoch, int step) {
    return new Divergence("validation", loss, epoch, "step " + step, step);
  }

  /** Of the mean training loss up to {@code step}, whose single losses were not looked at. */
  static Divergence noticedAfter(double loss, int epoch, int step) {
    return new Divergence("training", loss, epoch, "by step " + step, step);
  }

  public int epoch() {
    return epoch;
  }

  /** The step, from 1; the last possible one where losses are not read one by one. */
  public int step() {
    return step;
  }
}
