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

  /** The link stays one, and what it leads to is written, also where that is not there yet. */
  @Test
  void writesThroughALink() throws IOException {
    Path real = Files.writeString(folder.resolve("real.txt"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("real.txt"));
    Path again = Files.createSymbolicLink(folder.resolve("again"), link);
    WholeFile.write(again, "new");
    assertThat(real).hasContent("new");
    assertThat(Files.isSymbolicLink(link) && Files.isSymbolicLink(again)).isTrue();
    Path open = Files.createSymbolicLink(folder.resolve("open"), Path.of("a/later.txt"));
    WholeFile.write(open, "new");
    assertThat(folder.resolve("a/later.txt")).hasContent("new");
  }

  @Test
  void aFolderIsNoFile() {
    for (Path folder : new Path[] {Path.of("/"), this.folder}) {
      assertThatThrownBy(() -> WholeFile.write(folder, "x"))
          .isInstanceOf(UserError.class)
          .hasMessage(folder + " is a folder: name a file");
    }
  }

  /** Ctrl-C interrupts; what was finished is written all the same. */
  @Test
  void writesWhileInterrupted() throws IOException {
    Thread.currentThread().interrupt();
    try {
      WholeFile.write(folder.resolve("x"), "whole");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(folder.resolve("x")).hasContent("whole");
  }
}
