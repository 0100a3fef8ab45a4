package dev.bottleneck.experiment;

import dev.bottleneck.data.SampleShape;
import dev.bottleneck.data.Splits;
import dev.bottleneck.runtime.UserError;

/** The shape of images, for networks that must know it. */
final class ImageShape {
  private ImageShape() {}

  /** Refuses data that are not gray images of this height and width. */
  static void require(int height, int width, Splits data) {
    SampleShape shape = data.train().shape();
    String name = data.train().name();
    if (shape.channels() != 1) {
      throw new UserError(
          "an image of %s has %d channels, and the network takes one"
              .formatted(name, shape.channels()));
    }
    if (shape.height() != height || shape.width() != width) {
      throw new UserError(
          "height and width are %d and %d, but an image of %s is %d × %d: set height=%4$d width=%5$d"
              .formatted(height, width, name, shape.height(), shape.width()));
    }
  }
}
