package dev.bottleneck.report;

import dev.bottleneck.runtime.UserError;
import dev.bottleneck.runtime.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The Markdown page of benchmarks: sections, each of which one command renews as a whole.
 *
 * <p>What another command wrote stays to the letter, where it stands.
 */
public final class BenchmarksPage {
  private static final String TITLE = "# Benchmarks";
  private static final String HEAD =
      TITLE
          + """


          Each section is written whole by the command that it names; the others stay as they are.
          """;
  private static final String SECTION = "## ";

  private final Path file;
  private final Map<String, String> sections;

  private BenchmarksPage(Path file, Map<String, String> sections) {
    this.file = file;
    this.sections = sections;
  }

  /** Replaces one section of the page in {@code file}, and tells {@code out} where it is. */
  public static void renew(Path file, String heading, String body, PrintWriter out) {
    BenchmarksPage page = open(file);
    page.put(heading, body);
    page.write();
    out.printf("%nPage: %s%n", file.toAbsolutePath());
    out.flush();
  }

  /**
   * The page as it stands in {@code file}, or an empty one.
   *
   * @throws UserError if the file is there and is no such page
   */
  public static BenchmarksPage open(Path file) {
    if (!Files.exists(file)) {
      return new BenchmarksPage(file, new LinkedHashMap<>());
    }
    try {
      String text = Files.readString(file);
      if (!text.startsWith(TITLE + "\n")) {
        throw foreign(file, null);
      }
      return new BenchmarksPage(file, parse(text));
    } catch (MalformedInputException e) {
      throw foreign(file, e);
    } catch (IOException e) {
      throw new UserError(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static UserError foreign(Path file, Exception cause) {
    return new UserError(
        file + ": not a page of benchmarks, and is left as it is; name another with --out", cause);
  }

  private static Map<String, String> parse(String text) {
    Map<String, String> sections = new LinkedHashMap<>();
    String[] parts = text.split("(?m)^" + SECTION);
    for (int i = 1; i < parts.length; i++) {
      int end = parts[i].indexOf('\n');
      sections.put(parts[i].substring(0, end).strip(), parts[i].substring(end + 1).strip());
    }
    return sections;
  }

  /**
   * Replaces the section {@code heading}, or appends it.
   *
   * @param body Markdown; its own headings are of the third level or below
   */
  public void put(String heading, String body) {
    if (body.lines().anyMatch(line -> line.startsWith(SECTION))) {
      throw new IllegalArgumentException("a section within the section " + heading);
    }
    sections.put(heading, body.strip());
  }

  /** Writes the page whole. */
  public void write() {
    StringBuilder text = new StringBuilder(HEAD);
    sections.forEach(
        (heading, body) -> text.append("\n%s%s\n\n%s\n".formatted(SECTION, heading, body)));
    try {
      WholeFile.write(file, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
