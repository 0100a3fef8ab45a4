package dev.bottleneck.report;

import java.awt.Color;
import java.awt.Font;
import java.util.List;

/**
 * Colours and type of every figure.
 *
 * <p>The series colours are those of Okabe and Ito, "Color universal design" (2008), told apart
 * also by the colour-blind; their yellow is left out, which vanishes on white, and their sky blue
 * comes late, which is close to the blue.
 */
final class ChartTheme {
  static final Color PAPER = Color.WHITE;
  static final Color INK = new Color(0x1f2328);
  static final Color MUTED = new Color(0x5d6570);
  static final Color AXIS = new Color(0x8a919b);
  static final Color GRID = new Color(0xe6e8eb);
  static final Color BAND = new Color(0xf6f7f8);

  private static final List<Color> SERIES =
      List.of(
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0xE69F00),
          new Color(0x56B4E9),
          new Color(0x000000));

  private static final List<Color> CLASSES =
      List.of(
          new Color(0x0072B2),
          new Color(0xE69F00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0x56B4E9),
          new Color(0xD55E00),
          new Color(0x000000),
          new Color(0x999933),
          new Color(0x882255),
          new Color(0x9AA0A6));

  private ChartTheme() {}

  /** The colour of the series with this number; they come round again after seven. */
  static Color series(int index) {
    return SERIES.get(Math.floorMod(index, SERIES.size()));
  }

  /**
   * The colour of the class with this number; they come round again after ten. The seven of the
   * series with three of Tol's ("Colour schemes", 2021), olive, wine and grey, which differ from
   * them in lightness as well.
   */
  static Color category(int index) {
    return CLASSES.get(Math.floorMod(index, CLASSES.size()));
  }

  /** The colour with this opacity, 0 to 1. */
  static Color faint(Color color, double opacity) {
    return new Color(
        color.getRed(), color.getGreen(), color.getBlue(), (int) Math.round(255 * opacity));
  }

  /** As a page writes it. */
  static String css(Color color) {
    return "#%06x".formatted(color.getRGB() & 0xffffff);
  }

  static Font title() {
    return Typeface.medium(15f);
  }

  static Font label() {
    return Typeface.regular(12.5f);
  }

  static Font small() {
    return Typeface.regular(11.5f);
  }
}
