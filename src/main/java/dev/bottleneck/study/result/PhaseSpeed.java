package dev.bottleneck.study.result;

/**
 * How fast one network's training phase went.
 *
 * @param phase as in {@link CurvePoint}
 * @param batchSize examples of a full batch
 * @param images examples trained on, each as often as it was
 */
public record PhaseSpeed(String phase, int batchSize, long images, WorkTime time) {
  /** The same phase with {@code moreImages} trained on, or a validation more. */
  public PhaseSpeed plus(long moreImages, WorkTime moreTime) {
    return new PhaseSpeed(phase, batchSize, images + moreImages, time.plus(moreTime));
  }

  /** Validation between the epochs is not counted. */
  public double imagesPerSecond() {
    return images / time.training();
  }
}
