package dev.bottleneck.study;

/**
 * How fast one network's training phase went; validation between the epochs is not counted.
 *
 * @param phase as in {@link CurvePoint}
 * @param batchSize examples of a full batch
 * @param images examples trained on, each as often as it was
 * @param seconds the steps took, the first ones of a fresh Java machine among them
 */
record PhaseSpeed(String phase, int batchSize, long images, double seconds) {
  PhaseSpeed plus(long moreImages, double moreSeconds) {
    return new PhaseSpeed(phase, batchSize, images + moreImages, seconds + moreSeconds);
  }

  double imagesPerSecond() {
    return images / seconds;
  }
}
