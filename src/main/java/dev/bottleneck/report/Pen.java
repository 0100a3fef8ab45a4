package dev.bottleneck.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.image.BufferedImage;

/** Draws what a {@link Canvas} holds, in CSS pixels. */
interface Pen {
  void text(String text, double x, double baseline, Font font, Color color, Canvas.Anchor anchor);

  /** Text that runs upwards, centred on the point. */
  void textUpwards(String text, double x, double y, Font font, Color color);

  /** Along a shape, with round ends and joins. */
  void stroke(Shape shape, double thickness, Color color);

  void fill(Shape shape, Color color);

  /** Pixels as squares of {@code size} CSS pixels. */
  void pixels(BufferedImage source, double x, double y, double size);
}
