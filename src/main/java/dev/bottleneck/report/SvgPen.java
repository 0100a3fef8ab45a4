package dev.bottleneck.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Base64;
import java.util.stream.DoubleStream;

/**
 * Draws in SVG 1.1 (https://www.w3.org/TR/SVG11): text stays text, in Roboto where that is
 * installed.
 */
final class SvgPen implements Pen {
  /** A hundredth of a CSS pixel is finer than any printer's dot. */
  private static final int DIGITS = 2;

  private static final String MEDIUM = "Medium";

  private final StringBuilder svg = new StringBuilder();
  private boolean nowhere;

  SvgPen(double width, double height) {
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$s" height="%2$s" viewBox="0 0 %1$s %2$s" \
        font-family="Roboto, 'Helvetica Neue', Arial, sans-serif">
        <rect width="%1$s" height="%2$s" fill="#ffffff"/>
        """
            .formatted(number(width), number(height)));
  }

  /** The finished file. */
  String text() {
    return svg + "</svg>\n";
  }

  @Override
  public void text(
      String text, double x, double baseline, Font font, Color color, Canvas.Anchor anchor) {
    text(text, x, baseline, font, color, anchor, "");
  }

  @Override
  public void textUpwards(String text, double x, double y, Font font, Color color) {
    String turned = " transform=\"rotate(-90 %s %s)\"".formatted(number(x), number(y));
    text(text, x, y, font, color, Canvas.Anchor.MIDDLE, turned);
  }

  private void text(
      String text,
      double x,
      double y,
      Font font,
      Color color,
      Canvas.Anchor anchor,
      String further) {
    String weight = font.getFontName().contains(MEDIUM) ? " font-weight=\"500\"" : "";
    String side =
        switch (anchor) {
          case START -> "";
          case MIDDLE -> " text-anchor=\"middle\"";
          case END -> " text-anchor=\"end\"";
        };
    element(
        "<text x=\"%s\" y=\"%s\" font-size=\"%s\"%s%s%s%s>%s</text>"
            .formatted(
                number(x),
                number(y),
                number(font.getSize2D()),
                weight,
                side,
                paint("fill", color),
                further,
                escaped(text)));
  }

  @Override
  public void stroke(Shape shape, double thickness, Color color) {
    String paint =
        " fill=\"none\"%s stroke-width=\"%s\" stroke-linecap=\"round\" stroke-linejoin=\"round\""
            .formatted(paint("stroke", color), number(thickness));
    shape(shape, paint);
  }

  @Override
  public void fill(Shape shape, Color color) {
    shape(shape, paint("fill", color));
  }

  private void shape(Shape shape, String paint) {
    if (shape instanceof Line2D line) {
      element(
          "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"%s/>"
              .formatted(
                  number(line.getX1()),
                  number(line.getY1()),
                  number(line.getX2()),
                  number(line.getY2()),
                  paint));
    } else if (shape instanceof Rectangle2D r) {
      element(
          "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"%s/>"
              .formatted(
                  number(r.getX()),
                  number(r.getY()),
                  number(r.getWidth()),
                  number(r.getHeight()),
                  paint));
    } else if (shape instanceof Ellipse2D e) {
      element(
          "<ellipse cx=\"%s\" cy=\"%s\" rx=\"%s\" ry=\"%s\"%s/>"
              .formatted(
                  number(e.getCenterX()),
                  number(e.getCenterY()),
                  number(e.getWidth() / 2),
                  number(e.getHeight() / 2),
                  paint));
    } else {
      element("<path d=\"%s\"%s/>".formatted(path(shape), paint));
    }
  }

  /** Without the segments that are nowhere: the way goes on to the next, as Java2D has it. */
  private String path(Shape shape) {
    StringBuilder path = new StringBuilder();
    boolean begun = false;
    double[] at = new double[6];
    for (PathIterator way = shape.getPathIterator(null); !way.isDone(); way.next()) {
      int kind = way.currentSegment(at);
      int values =
          switch (kind) {
            case PathIterator.SEG_MOVETO, PathIterator.SEG_LINETO -> 2;
            case PathIterator.SEG_QUADTO -> 4;
            case PathIterator.SEG_CUBICTO -> 6;
            default -> 0; // closed
          };
      boolean somewhere = DoubleStream.of(at).limit(values).allMatch(Double::isFinite);
      if (kind == PathIterator.SEG_MOVETO) {
        begun = false; // if this is nowhere, the next begins
      }
      if (!somewhere || kind == PathIterator.SEG_CLOSE && !begun) {
        continue;
      }
      int from = begun || values == 0 ? 0 : values - 2; // a way begins at a point
      path.append(begun || values == 0 ? "MLQCZ".charAt(kind) : 'M');
      for (int i = from; i < values; i++) {
        path.append(i == from ? "" : " ").append(number(at[i]));
      }
      begun = true;
    }
    return path.toString();
  }

  @Override
  public void pixels(BufferedImage source, double x, double y, double size) {
    element(
        """
        <image x="%s" y="%s" width="%s" height="%s" style="image-rendering:pixelated" \
        preserveAspectRatio="none" xmlns:xlink="http://www.w3.org/1999/xlink" \
        xlink:href="data:image/png;base64,%s"/>"""
            .formatted(
                number(x),
                number(y),
                number(source.getWidth() * size),
                number(source.getHeight() * size),
                Base64.getEncoder().encodeToString(PngFile.of(source))));
  }

  /** One that is nowhere is left out, as it is from a picture. */
  private void element(String element) {
    if (!nowhere) {
      svg.append(element).append('\n');
    }
    nowhere = false;
  }

  private String paint(String what, Color color) {
    String opacity =
        color.getAlpha() == 255
            ? ""
            : " %s-opacity=\"%s\"".formatted(what, number(color.getAlpha() / 255.0));
    return " %s=\"%s\"%s".formatted(what, ChartTheme.css(color), opacity);
  }

  /** Without trailing noughts, whatever the locale; none for what is no number. */
  private String number(double value) {
    if (!Double.isFinite(value)) {
      nowhere = true;
      return "";
    }
    return new BigDecimal(value)
        .setScale(DIGITS, RoundingMode.HALF_EVEN)
        .stripTrailingZeros()
        .toPlainString();
  }

  /** What XML 1.0 has no character for is left out. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .filter(c -> c == '\t' || c >= ' ' && c != 0xFFFE && c != 0xFFFF)
        .filter(c -> c > 0xDFFF || c < 0xD800)
        .forEach(
            c -> {
              switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                default -> escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }
}
