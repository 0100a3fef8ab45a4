package dev.bottleneck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/**
 * Every cell of every notebook, from top to bottom, in a folder where nothing else is; made quick
 * in the way of {@code notebooks/execute --quick}, on the data that come with the sources.
 */
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
    assumeFalse(Boolean.getBoolean("notebooks.in.jupyter"), "notebooks/execute runs them all");
    Path printed = folder.resolve("printed");
    ProcessBuilder cells =
        CommandProcess.of(Cells.class, printed, List.of(quick(notebook).toString()));
    Path place = Files.createDirectories(folder.resolve("notebooks"));
    Process process = cells.directory(place.toFile()).start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("it ends").isTrue();
    assertThat(process.exitValue()).as(Files.readString(printed)).isZero();
  }

  private Path quick(Path notebook) throws IOException {
    String text =
        Files.readString(notebook)
            .replace(".train()", ".quick().train()")
            .replace("fashion-mnist", "mnist")
            .replace(".set(\\\"quick\\\", false)", "");
    return Files.writeString(folder.resolve(notebook.getFileName()), text);
  }

  /** What a reader sees without running anything. */
  @ParameterizedTest
  @MethodSource("notebooks")
  void isKeptWithWhatItsCellsGave(Path notebook) throws IOException {
    for (JsonNode cell : new ObjectMapper().readTree(notebook.toFile()).get("cells")) {
      if (cell.get("cell_type").asText().equals("code")) {
        assertThat(cell.get("execution_count").isInt()).as(cell.get("source").toString()).isTrue();
        cell.get("outputs")
            .forEach(o -> assertThat(o.get("output_type").asText()).isNotEqualTo("error"));
      }
    }
    assertThat(Files.size(notebook)).isLessThan(800_000);
  }
}
