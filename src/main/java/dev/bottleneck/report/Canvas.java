package dev.bottleneck.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** A white sheet measured in CSS pixels and drawn at twice their number, for crisp type. */
final class Canvas {
  static final int SCALE = 2;

  /** Where a text stands as seen from its anchor. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  private final BufferedImage image;
  private final Graphics2D g;

  Canvas(double width, double height) {
    image =
        new BufferedImage(
            (int) Math.ceil(width * SCALE),
            (int) Math.ceil(height * SCALE),
            BufferedImage.TYPE_INT_RGB);
    g = image.createGraphics();
    g.setColor(ChartTheme.PAPER);
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    g.scale(SCALE, SCALE);
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  /** The finished picture; the canvas takes no more. */
  BufferedImage image() {
    g.dispose();
    return image;
  }

  void text(String text, double x, double baseline, Font font, Color color, Anchor anchor) {
    double width = textWidth(text, font);
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

  /** A text in ink, for what is named. */
  void label(String text, double x, double baseline, Anchor anchor) {
    text(text, x, baseline, ChartTheme.label(), ChartTheme.INK, anchor);
  }

  /** A small grey text, for ticks and legends. */
  void note(String text, double x, double baseline, Anchor anchor) {
    text(text, x, baseline, ChartTheme.small(), ChartTheme.MUTED, anchor);
  }

  /** Text that runs upwards, centred on the point: the name of a vertical axis. */
  void textUpwards(String text, double x, double y, Font font, Color color) {
    g.rotate(-Math.PI / 2, x, y);
    text(text, x, y, font, color, Anchor.MIDDLE);
    g.rotate(Math.PI / 2, x, y);
  }

  static double textWidth(String text, Font font) {
    FontRenderContext context = new FontRenderContext(null, true, true);
    return Typeface.covering(text, font).getStringBounds(text, context).getWidth();
  }

  /** Breaks {@code text} at spaces into lines no wider than {@code width}, where words allow. */
  static List<String> wrap(String text, double width, Font font) {
    List<String> lines = new ArrayList<>();
    String line = "";
    // "25 %" stays together.
    for (String word : text.replace(" %", "\u00a0%").split(" ")) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && textWidth(longer, font) > width) {
        lines.add(line);
        line = word;
      } else {
        line = longer;
      }
    }
    lines.add(line);
    return lines;
  }

  /** Shortens {@code text} in its middle: names of arms differ at their ends. */
  static String fit(String text, double width, Font font) {
    int[] letters = text.codePoints().toArray();
    String shown = text;
    for (int kept = letters.length - 1; kept > 0 && textWidth(shown, font) > width; kept--) {
      int head = (kept + 1) / 2;
      int tail = kept - head;
      shown =
          new String(letters, 0, head).stripTrailing()
              + "…"
              + new String(letters, letters.length - tail, tail).stripLeading();
    }
    return shown;
  }

  void line(double x1, double y1, double x2, double y2, double thickness, Color color) {
    stroke(new Line2D.Double(x1, y1, x2, y2), thickness, color);
  }

  void stroke(Shape shape, double thickness, Color color) {
    g.setStroke(new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.setColor(color);
    g.draw(shape);
  }

  void fill(Shape shape, Color color) {
    g.setColor(color);
    g.fill(shape);
  }

  void rectangle(double x, double y, double width, double height, Color color) {
    fill(new Rectangle2D.Double(x, y, width, height), color);
  }

  void dot(double x, double y, double radius, Color color) {
    fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius), color);
  }

  /** Hollow marks of different shapes, for what was not measured here. */
  void mark(int kind, double x, double y, double radius, Color color) {
    // Diamond, triangle, square, triangle upside down; then they come round again.
    int corners = Math.floorMod(kind, 2) == 0 ? 4 : 3;
    double turn = Math.toRadians(new int[] {-90, -90, 45, 90}[Math.floorMod(kind, 4)]);
    Path2D.Double path = new Path2D.Double();
    for (int i = 0; i < corners; i++) {
      double angle = turn + 2 * Math.PI * i / corners;
      double px = x + radius * Math.cos(angle);
      double py = y + radius * Math.sin(angle);
      if (i == 0) {
        path.moveTo(px, py);
      } else {
        path.lineTo(px, py);
      }
    }
    path.closePath();
    fill(path, ChartTheme.PAPER);
    stroke(path, 1.6, color);
  }

  /** Pixels as squares of {@code size} CSS pixels. */
  void pixels(BufferedImage source, double x, double y, double size) {
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    int width = (int) Math.round(source.getWidth() * size * SCALE);
    int height = (int) Math.round(source.getHeight() * size * SCALE);
    AffineTransform before = g.getTransform();
    g.setTransform(new AffineTransform());
    g.drawImage(
        source, (int) Math.round(x * SCALE), (int) Math.round(y * SCALE), width, height, null);
    g.setTransform(before);
  }
}
