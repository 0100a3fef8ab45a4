package dev.bottleneck.report;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.font.FontRenderContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The typeface of every figure: Roboto, from the class path, so that a figure looks the same on
 * every machine.
 *
 * <p>On a machine without any font (a bare JDK in a container), JDK 17 fails with "Fontconfig head
 * is null" before it looks at the font it is given. A font configuration of our own, which names
 * Roboto for everything, spares it that search; the JDK reads it from {@code sun.awt.fontconfig}.
 */
final class Typeface {
  private static final String CONFIGURATION = "sun.awt.fontconfig";

  private static final Font REGULAR = load(FontFiles.REGULAR);
  private static final Font MEDIUM = load(FontFiles.MEDIUM);

  private Typeface() {}

  static Font regular(float points) {
    return REGULAR.deriveFont(points);
  }

  static Font medium(float points) {
    return MEDIUM.deriveFont(points);
  }

  /** The font, or the system's own for a text in a script that Roboto lacks. */
  static Font covering(String text, Font font) {
    return font.canDisplayUpTo(text) < 0
        ? font
        : new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont(font.getSize2D());
  }

  private static Font load(String file) {
    startFontSystem();
    try {
      return Font.createFont(Font.TRUETYPE_FONT, FontFiles.unpacked(file).toFile());
    } catch (FontFormatException e) {
      throw new IllegalStateException(file + " is not a TrueType font", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JDK tries again after a failure, and reads the property anew. */
  private static void startFontSystem() {
    try {
      measure();
    } catch (InternalError | RuntimeException e) {
      if (System.getProperty(CONFIGURATION) != null) {
        throw e;
      }
      bringOwnConfiguration();
      measure();
    }
  }

  private static void measure() {
    new Font(Font.SANS_SERIF, Font.PLAIN, 12)
        .getStringBounds("x", new FontRenderContext(null, true, true));
  }

  private static void bringOwnConfiguration() {
    try {
      Path font = FontFiles.unpacked(FontFiles.REGULAR);
      Path configuration = font.resolveSibling("fontconfig.properties");
      configuration.toFile().deleteOnExit();
      Files.writeString(
          configuration,
          """
          version=1
          sequence.allfonts=default
          allfonts.default=Roboto
          filename.Roboto=%s
          """
              .formatted(font));
      System.setProperty(CONFIGURATION, configuration.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
