package dev.bottleneck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.testing.Cells;
import dev.bottleneck.testing.CommandProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of every notebook, from top to bottom, in a folder where nothing else is. */
class NotebooksTest {
  @TempDir Path folder;

  static List<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("notebooks"))) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void runsFromTopToBottom(Path notebook) throws IOException, InterruptedException {
    Path printed = folder.resolve("printed");
    ProcessBuilder cells =
        CommandProcess.of(Cells.class, printed, List.of(notebook.toAbsolutePath().toString()));
    Path place = Files.createDirectories(folder.resolve("notebooks"));
    Process process = cells.directory(place.toFile()).start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("it ends").isTrue();
    assertThat(process.exitValue()).as(Files.readString(printed)).isZero();
  }
}
