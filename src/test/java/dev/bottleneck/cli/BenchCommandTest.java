package dev.bottleneck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.sweep.ToySweep;
import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String images;
  private Path page;

  @BeforeEach
  void writeImages() throws IOException {
    images = ToyImages.write(folder.resolve("images"), 28, 4, 12, 4);
    page = folder.resolve("BENCHMARKS.md");
  }

  /** With small images and the page in the test's folder; what {@code options} say comes last. */
  private int bench(String options) {
    List<String> arguments =
        new ArrayList<>(List.of("bench", "--rounds", "1", "--slice", "1", "--page", page + ""));
    arguments.addAll(List.of(options.split(" ")));
    if (!options.contains("--data")) {
      arguments.addAll(List.of("--data", images));
    }
    return Main.commandLine()
        .setOverwrittenOptionsAllowed(true)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments.toArray(String[]::new));
  }

  @Test
  void timesAStepAndWritesThePage() throws IOException {
    assertThat(bench("--nets stacked --batches 4")).as(err::toString).isZero();
    assertThat(out.toString())
        .contains("stacked, batch 4, 1 thread (1 of 1)", "PyTorch / compiled", "Page: " + page);
    String text = Files.readString(page);
    assertThat(text)
        .contains("## Training step\n", "Command: `./bottleneck bench --rounds 1", "commit ")
        .contains("first 12 images of", "Machine: ", "Deeplearning4j 1.", "oneDNN 3.")
        .contains("- stacked: 784-100-30-100-784, gelu\n", "OPENBLAS_CORETYPE")
        .doesNotContain("refused", "NaN");
    List<String> rows = text.lines().filter(line -> line.startsWith("| stacked")).toList();
    // A third one where the processor has products in bf16
    assertThat(rows).hasSizeBetween(2, 3);
    assertThat(rows.get(0)).startsWith("| stacked | 4 | 1 | – | ").endsWith(" | – |");
    assertThat(rows.get(1)).doesNotContain("–");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      value = {
        "--nets stackd : no net \"stackd\"",
        "--nets wide,,stacked : no net \"\"",
        "--batches 0 : --batches is 0",
        "--batches 4,13 : --batches is 13",
        "--batches four : '--batches'",
        "--threads 0 : --threads is 0",
        "--rounds 0 : --rounds is 0",
        "--slice 0 : --slice is 0",
        "--data clothes : no dataset \"clothes\"",
        "--data sines : an example has 30 values",
        "--data-dir no/such/folder --data fashion-mnist : no/such/folder",
        "--peers --python no/such/python : no/such/python",
        "--jobs=stacked-23 : did you mean \"stacked-32\"?",
        "--jobs=stacked-32 --epochs -1 : --epochs is -1",
        "--jobs=sweep-32 --rounds 0 : --rounds is 0",
        "--jobs --peers --python no/such/python : python3-optuna"
      })
  void aMistakeIsOneLineAndWritesNothing(String options, String named) {
    assertThat(bench(options)).isEqualTo(2);
    assertThat(err.toString().lines().findFirst().orElseThrow()).contains(named);
    assertThat(err.toString()).doesNotContain("Exception", "\tat ");
    assertThat(page).doesNotExist();
  }

  @Test
  void saysWhatPeersNeed() {
    assertThat(bench("--peers --python no/such/python")).isEqualTo(2);
    assertThat(err.toString().strip())
        .isEqualTo(
            "bottleneck: --peers needs numpy, torch, which no/such/python lacks: install Debian's"
                + " python3-numpy, python3-torch and libopenblas0-pthread, or name a Python that"
                + " has them with --python");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NONE | there is no such file",
        "'' | not the trials.csv",
        "'stage,trial\nsearch,0\n' | not the trials.csv",
        "'state,value,code,learningRate\ncomplete,one,10,0.1\n' | not the trials.csv",
      },
      nullValues = "NONE")
  void aTableThatIsMissingOrAnotherIsOneLine(String csv, String said) throws IOException {
    Path tables = Files.createDirectories(folder.resolve("tables"));
    Path results = Files.createDirectories(folder.resolve("results"));
    Path definition = ToySweep.write(tables);
    if (csv != null) {
      Files.writeString(results.resolve("toy.csv"), csv);
    }
    int code =
        Main.commandLine()
            .setErr(new PrintWriter(err))
            .execute(("bench searches --tables " + tables + " --results " + results).split(" "));
    assertThat(code).isEqualTo(2);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains(results.resolve("toy.csv") + ": " + said, definition.toString())
        .doesNotContain("Exception", "java.", "null");
  }

  @Test
  void aForeignPageIsLeftAlone() throws IOException {
    Files.writeString(page, "my notes\n");
    assertThat(bench("--nets stacked --batches 4")).isEqualTo(2);
    assertThat(page).hasContent("my notes\n");
    assertThat(err.toString()).contains("not a page of benchmarks");
  }
}
