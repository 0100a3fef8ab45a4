package dev.bottleneck.experiment;

import dev.bottleneck.data.SampleShape;
import dev.bottleneck.data.Splits;
import dev.bottleneck.runtime.UserError;
import java.util.Locale;

/** The shape of images, for networks that must know it. */
final class ImageShape {
  private ImageShape() {}

  /**
   * Refuses data that are not images of this shape; what the message tells to set is such a shape.
   *
   * @param wanted what the hyper-parameters say
   * @param channels whether the experiment has a hyper-parameter of that name
   */
  static void require(SampleShape wanted, boolean channels, Splits data) {
    SampleShape shape = data.train().shape();
    String name = data.train().name();
    if (!channels && shape.channels() != 1) {
      throw new UserError(
          name + " is in colour, and the network takes gray images: set color=gray");
    }
    if (!shape.equals(wanted)) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "the network takes images of %s, but those of %s are of %s: set height=%d width=%d%s",
              describe(wanted),
              name,
              describe(shape),
              shape.height(),
              shape.width(),
              channels ? " channels=" + shape.channels() : ""));
    }
  }

  private static String describe(SampleShape shape) {
    return shape.height() + " × " + shape.width() + " × " + shape.channels();
  }
}
