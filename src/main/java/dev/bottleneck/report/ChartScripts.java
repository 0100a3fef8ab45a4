package dev.bottleneck.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * What a page needs to show its charts.
 *
 * @param code the scripts of the charts in it, and before them what all have in common; empty if
 *     there are none
 * @param library the chart library, compressed, in base 64; empty if no chart needs it
 */
public record ChartScripts(String code, String library) {
  static final ChartScripts NONE = new ChartScripts("", "");

  /** Points in space, which the library does not have. */
  private static final String OWN = "space";

  /** What a page of work under way may come to show. */
  private static final List<String> OF_LIVE_PAGES = List.of("curves", "history", "parallel");

  static ChartScripts of(List<String> kinds) {
    if (kinds.isEmpty()) {
      return NONE;
    }
    return new ChartScripts(code(kinds), kinds.equals(List.of(OWN)) ? "" : Library.PACKED);
  }

  /** Those of a page that gets its charts by and by. */
  static ChartScripts ofLivePage() {
    List<String> names = Stream.concat(OF_LIVE_PAGES.stream(), Stream.of("live")).toList();
    return new ChartScripts(code(names), Library.PACKED);
  }

  private static String code(List<String> names) {
    return Stream.concat(Stream.of("charts"), names.stream())
        .map(name -> text(name + ".js"))
        .collect(Collectors.joining("\n"));
  }

  /** Packed once: every report of a process has the same. */
  private static final class Library {
    static final String PACKED = packed(bytes("echarts.min.js"));
  }

  private static String packed(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String name) {
    try (InputStream in = ChartScripts.class.getResourceAsStream("charts/" + name)) {
      if (in == null) {
        throw new IllegalStateException("charts/" + name + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
