package dev.bottleneck.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarksPageTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("BENCHMARKS.md");
  }

  private void put(String heading, String body) {
    BenchmarksPage page = BenchmarksPage.open(file());
    page.put(heading, body);
    page.write();
  }

  @Test
  void aSectionIsRenewedAndTheOthersStay() throws IOException {
    put("First", "old\n");
    put("Second", "A line.\n\n### Part\n\n| a |\n|---|\n");
    put("First", "new");
    assertThat(file())
        .hasContent(
            """
            # Benchmarks

            Each section is written whole by the command that it names; the others stay as they are.

            ## First

            new

            ## Second

            A line.

            ### Part

            | a |
            |---|
            """);
    put("First", "new");
    assertThat(Files.readString(file())).endsWith("|---|\n").containsOnlyOnce("## First");
  }

  @Test
  void aSectionHoldsNoOther() {
    BenchmarksPage page = BenchmarksPage.open(file());
    assertThatThrownBy(() -> page.put("First", "text\n## Second\n"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void leavesAForeignFileAlone() throws IOException {
    Files.writeString(file(), "my notes\n");
    assertThatThrownBy(() -> BenchmarksPage.open(file()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("BENCHMARKS.md: not a page of benchmarks");
    Files.write(file(), new byte[] {(byte) 0xff, 0, 1});
    assertThatThrownBy(() -> BenchmarksPage.open(file())).isInstanceOf(UserError.class);
    assertThatThrownBy(() -> BenchmarksPage.open(folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cannot be read");
  }
}
