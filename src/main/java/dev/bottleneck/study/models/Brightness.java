package dev.bottleneck.study.models;

import dev.bottleneck.autoencoder.Scaling;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is drawn of images whose values are in units of their own, such as bytes. */
final class Brightness {
  /** Of standardised features almost all values lie so many standard deviations about the mean. */
  private static final float DEVIATIONS = 3;

  private Brightness() {}

  /**
   * Values {@code [n, pixels]} from black at 0 to white at 1, the same grey for the same value: as
   * they are, if the range that {@code scaling} was fitted on lies within.
   *
   * @param images in the units of the data
   */
  static INDArray of(Scaling scaling, INDArray images) {
    if (scaling.isNone()) {
      return images;
    }
    boolean standard = scaling.kind() == Scaling.Kind.STANDARD;
    float[] shift = scaling.shift();
    float[] scale = scaling.scale();
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < shift.length; i++) {
      low = Math.min(low, standard ? shift[i] - DEVIATIONS * scale[i] : shift[i]);
      high = Math.max(high, shift[i] + (standard ? DEVIATIONS : 1) * scale[i]);
    }
    // Of images in [0, 1], standardised, the bounds above may lie a little beyond.
    boolean asTheyAre = standard ? low >= -2 && high <= 3 : low >= 0 && high <= 2;
    return asTheyAre ? images : images.sub(low).divi(high - low);
  }
}
