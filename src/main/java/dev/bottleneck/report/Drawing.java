package dev.bottleneck.report;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.Consumer;

/** A finished drawing, on white. */
public final class Drawing {
  /** Pixels of the picture to one of CSS's. */
  static final int SCALE = 2;

  private final double width;
  private final double height;
  private final List<Consumer<Pen>> strokes;

  /**
   * @param width in CSS pixels, as is the height
   */
  Drawing(double width, double height, List<Consumer<Pen>> strokes) {
    this.width = width;
    this.height = height;
    this.strokes = List.copyOf(strokes);
  }

  /** As a picture, at twice its size. */
  public BufferedImage image() {
    try (RasterPen pen = new RasterPen(width, height)) {
      strokes.forEach(stroke -> stroke.accept(pen));
      return pen.image();
    }
  }

  /** As SVG, which is sharp at any size. */
  public String svg() {
    SvgPen pen = new SvgPen(width, height);
    strokes.forEach(stroke -> stroke.accept(pen));
    return pen.text();
  }
}
