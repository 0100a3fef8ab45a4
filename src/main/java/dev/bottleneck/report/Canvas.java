package dev.bottleneck.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A white sheet measured in CSS pixels. */
final class Canvas {
  /** Where a text stands as seen from its anchor. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  private final double width;
  private final double height;
  private final List<Consumer<Pen>> strokes = new ArrayList<>();

  Canvas(double width, double height) {
    this.width = width;
    this.height = height;
  }

  /** The finished drawing. */
  Drawing drawing() {
    return new Drawing(width, height, strokes);
  }

  void text(String text, double x, double baseline, Font font, Color color, Anchor anchor) {
    strokes.add(pen -> pen.text(text, x, baseline, font, color, anchor));
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
    strokes.add(pen -> pen.textUpwards(text, x, y, font, color));
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
    strokes.add(pen -> pen.stroke(shape, thickness, color));
  }

  void fill(Shape shape, Color color) {
    strokes.add(pen -> pen.fill(shape, color));
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
    strokes.add(pen -> pen.pixels(source, x, y, size));
  }
}
