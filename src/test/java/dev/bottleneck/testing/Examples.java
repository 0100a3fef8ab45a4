package dev.bottleneck.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** The examples of a page, which must be what they seem. */
public final class Examples {
  private Examples() {}

  /**
   * The example of {@code page} in which {@code words} stand.
   *
   * @param language such as {@code java} or {@code yaml}
   */
  public static String of(String page, String language, String words) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(Path.of(page)))
        .results()
        .map(block -> block.group(1))
        .filter(text -> text.contains(words))
        .findFirst()
        .orElseThrow();
  }

  /** Compiles the class {@code name} into {@code folder}. */
  public static void compile(String name, String text, Path folder) throws IOException {
    Path source = Files.writeString(folder.resolve(name + ".java"), text);
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                source.toString());
    assertThat(compiled).isZero();
  }
}
