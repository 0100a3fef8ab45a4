package dev.bottleneck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... arguments) {
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @Test
  void listsExperimentsAndData() {
    assertThat(execute("list")).isZero();
    assertThat(out.toString()).contains("denoising-pretraining", "mnist", "fashion-mnist", "csv:");
    assertThat(out.toString())
        .contains("Sweeps", "stacked: hidden, code, learningRate (30 trials)");
  }

  @Test
  void helpAndVersionSucceed() {
    assertThat(execute("--help")).isZero();
    assertThat(execute("run", "--help")).isZero();
    assertThat(execute("--version")).isZero();
    assertThat(out.toString()).contains("Exit codes", "interrupted", "--quick", "bottleneck 0.");
  }

  /** A page of help would push it out of sight. */
  @ParameterizedTest
  @CsvSource({
    "run undercomplete --epoch 3, bottleneck run --help, what an experiment is told is --set",
    "run undercomplete --quik, did you mean --quick?,",
    "runs best, bottleneck runs best --help,"
  })
  void aMistakeInTheWordsIsToldInOneLine(String words, String told, String also) {
    assertThat(execute(words.split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("bottleneck: ").hasLineCount(1).contains(told);
    if (also != null) {
      assertThat(err.toString()).contains(also);
    }
    assertThat(out.toString()).isEmpty();
  }

  /** What is formatted without a locale of its own is formatted by this one. */
  @Test
  void speaksNoLanguage() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      Main.execute(Main.commandLine().setOut(new PrintWriter(out)), "list");
      assertThat(Locale.getDefault()).isEqualTo(Locale.ROOT);
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run denoising-pretrainin",
        "run no/such.yaml",
        "run denoising-pretraining --set corruption=1.5",
        "run denoising-pretraining --set coruption=0.5",
        "run denoising-pretraining --set corruption",
        "run denoising-pretraining --seeds 0",
        "run denoising-pretraining --set fineTuningLearningRate=-1",
        "run denoising-pretraining --set data=mnits",
        "run denoising-pretraining --replace-data mnist",
        "run denoising-pretraining --replace-data mnist=mnits",
        "reproduce fourier --replace-data fashion-mnits=mnist",
        "run denoising-pretraining --set data=idx:/no/such/folder",
        "run denoising-pretraining --set inputs=100",
        "run denoising-pretraining --set patience=3",
        "run denoising-pretraining --from results",
        "run undercomplete --set patience=3",
        "run undercomplete --set schedule=cosine",
        "run undercomplete --from no/such/run",
        "run denoising-pretraining --threads 0",
        "run denoising-pretraining --parallel 0",
        "run denoising-pretraining --out pom.xml",
        "sweep",
        "sweep no/such.yaml",
        "sweep quikc",
        "sweep quick --set = --out target/none",
        "sweep quick --set =x --out target/none",
        "sweep quick --set x --out target/none",
        "sweep quick --set hidden=[ --out target/none",
        "sweep quick --workers 0 --out target/none",
        "sweep quick --trials 0",
        "sweep quick --resume --out target/none",
        "sweep quick --retry-failed --out target/none",
        "sweep quick --dead-after 0 --out target/none",
        "sweep quick --set quik=true",
        "sweep status",
        "sweep status no/such/folder",
        "run",
        "rum",
      })
  void aMistakeIsExitCodeTwoAndNamedWithoutAStackTrace(String arguments) {
    assertThat(execute(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).isNotBlank().doesNotContain("Exception", "\tat ");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void whatIsWrongIsCalledAsItWasTyped() {
    assertThat(execute("run", "stacked", "--seeds", "0")).isEqualTo(2);
    assertThat(err).hasToString("bottleneck: --seeds is 0: it must be at least 1\n");
  }

  /** The example in the help is a sweep that its reader takes: it gets as far as the store. */
  @Test
  void theHelpOfSweepHoldsASweep() throws IOException {
    assertThat(execute("sweep", "--help")).isZero();
    String help = out.toString();
    Path file =
        Files.writeString(
            folder.resolve("my.yaml"), help.substring(help.indexOf("  name: my-sweep")));
    assertThat(execute("sweep", file.toString(), "--resume", "--out", folder.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("so nothing to resume");
  }

  @Test
  void namesFileAndLineOfMalformedYaml() throws IOException {
    Path file = Files.writeString(folder.resolve("my.yaml"), "data: mnist\nseeds: [1\n");
    assertThat(execute("run", file.toString())).isEqualTo(2);
    assertThat(err.toString().strip())
        .matches("bottleneck: .*my\\.yaml, line \\d+: not well-formed YAML: .*");
  }
}
