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
  private static final ChartScripts NONE = new ChartScripts("", "");

  /** Points in space, which the library does not have. */
  private static final String OWN = "space";

  static ChartScripts of(List<String> kinds) {
    if (kinds.isEmpty()) {
      return NONE;
    }
    String code =
        Stream.concat(Stream.of("charts"), kinds.stream())
            .map(name -> text(name + ".js"))
            .collect(Collectors.joining("\n"));
    return new ChartScripts(code, kinds.equals(List.of(OWN)) ? "" : Library.PACKED);
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
