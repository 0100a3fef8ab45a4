package dev.bottleneck.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/** Draws in pixels, twice as many as CSS has, for crisp type. */
final class RasterPen implements Pen, AutoCloseable {
  private final BufferedImage image;
  private final Graphics2D g;

  RasterPen(double width, double height) {
    image =
        new BufferedImage(
            (int) Math.ceil(width * Drawing.SCALE),
            (int) Math.ceil(height * Drawing.SCALE),
            BufferedImage.TYPE_INT_RGB);
    g = image.createGraphics();
    g.setColor(ChartTheme.PAPER);
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    g.scale(Drawing.SCALE, Drawing.SCALE);
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  BufferedImage image() {
    return image;
  }

  @Override
  public void text(
      String text, double x, double baseline, Font font, Color color, Canvas.Anchor anchor) {
    double width = Canvas.textWidth(text, font);
    double left =
        switch (anchor) {
          case START -> x;
          case MIDDLE -> x - width / 2;
          case END -> x - width;
        };
    g.setFont(Typeface.covering(text, font));
    g.setColor(color);
    g.drawString(text, (float) left, (float) baseline);
  }

  @Override
  public void textUpwards(String text, double x, double y, Font font, Color color) {
    g.rotate(-Math.PI / 2, x, y);
    text(text, x, y, font, color, Canvas.Anchor.MIDDLE);
    g.rotate(Math.PI / 2, x, y);
  }

  @Override
  public void stroke(Shape shape, double thickness, Color color) {
    g.setStroke(new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.setColor(color);
    g.draw(shape);
  }

  @Override
  public void fill(Shape shape, Color color) {
    g.setColor(color);
    g.fill(shape);
  }

  @Override
  public void pixels(BufferedImage source, double x, double y, double size) {
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    int width = (int) Math.round(source.getWidth() * size * Drawing.SCALE);
    int height = (int) Math.round(source.getHeight() * size * Drawing.SCALE);
    AffineTransform before = g.getTransform();
    g.setTransform(new AffineTransform());
    g.drawImage(
        source,
        (int) Math.round(x * Drawing.SCALE),
        (int) Math.round(y * Drawing.SCALE),
        width,
        height,
        null);
    g.setTransform(before);
  }

  @Override
  public void close() {
    g.dispose();
  }
}
