package dev.bottleneck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of the library's face, as an IDE or a browser shows them. */
class JavadocTest {
  @TempDir Path folder;

  /** All that doclint knows but tags that would say a sentence again. */
  @Test
  void theFaceIsDocumentedWithoutAWarning() {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said, true);
    int found =
        ToolProvider.findFirst("javadoc")
            .orElseThrow()
            .run(
                out,
                out,
                "-quiet",
                "-Xdoclint:all,-missing",
                "-Werror",
                "-d",
                folder.toString(),
                "-classpath",
                System.getProperty("java.class.path"),
                "-sourcepath",
                Path.of("src", "main", "java").toString(),
                "dev.bottleneck");
    assertThat(found).as(said.toString()).isZero();
    assertThat(folder.resolve("dev/bottleneck/Bottleneck.html")).exists();
  }
}
