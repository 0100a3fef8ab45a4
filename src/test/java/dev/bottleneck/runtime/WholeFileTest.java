package dev.bottleneck.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir Path folder;

  @Test
  void writesAndReplaces() throws IOException {
    Path file = folder.resolve("a/b.txt");
    WholeFile.write(file, "first");
    WholeFile.write(file, "second");
    assertThat(file).hasContent("second");
    assertThat(file.getParent()).isDirectoryContaining(file::equals);
    assertThat(Files.list(file.getParent())).hasSize(1);
  }

  @Test
  void aWriteThatFailsLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("b.txt");
    WholeFile.write(file, "old");
    assertThatThrownBy(
            () ->
                WholeFile.write(
                    file,
                    out -> {
                      out.write('n');
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
    assertThat(file).hasContent("old");
    assertThat(Files.list(folder)).hasSize(1);
  }
}
