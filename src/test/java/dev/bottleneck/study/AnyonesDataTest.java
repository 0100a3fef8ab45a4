package dev.bottleneck.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.Asked;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs on tables as people bring them: no side measure ends one. */
class AnyonesDataTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();

  /** Rows of four values in [0,1], whose class is a function of the row and sets their level. */
  private Path table(int rows, IntUnaryOperator classOf) throws IOException {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder("a,b,c,d,label\n");
    for (int row = 0; row < rows; row++) {
      int label = classOf.applyAsInt(row);
      for (int i = 0; i < 4; i++) {
        double level = (label * 7 + i * 3) % 5 / 5.0;
        text.append(String.format(Locale.ROOT, "%.3f,", level + random.nextDouble() / 5));
      }
      text.append("kind").append(label).append('\n');
    }
    return Files.writeString(folder.resolve("table.csv"), text);
  }

  private StudyResult run(Path table, String... assignments) {
    ConfigurationFile file = ShippedConfigurations.open("undercomplete").set("inputs=4");
    file.set("data='csv:" + table + "'").set("code=3").set("epochs=2").set("seeds=1");
    file.set("batchSize=16").set("evaluateOn=validation").set("validation=random:0.2:1");
    Stream.of(assignments).forEach(file::set);
    return run(file.experiment(), file);
  }

  private <H extends Record> StudyResult run(Experiment<H> experiment, ConfigurationFile file) {
    RunOptions options = Asked.run("--out", folder.resolve("runs").toString());
    return new Study<>(experiment, file.read(experiment), options).run(new PrintWriter(out));
  }

  private Path runFolder() throws IOException {
    try (Stream<Path> runs = Files.list(folder.resolve("runs/undercomplete"))) {
      return runs.findFirst().orElseThrow();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void oneClassEndsWithAModelAndAWordOnTheProbe(int rareRows) throws IOException {
    // With two rows of another class, validation takes one of them at the most.
    StudyResult result = run(table(120, row -> rareRows == 2 && row < 1 ? 1 : 0));
    assertThat(result.failures()).isEmpty();
    assertThat(runFolder().resolve("undercomplete/model.zip")).isNotEmptyFile();
    assertThat(runFolder().resolve("manifest.json"))
        .content()
        .contains("\"state\" : \"complete\"", "kind0");
    if (rareRows == 1) {
      assertThat(out.toString())
          .contains("Will be left out: probeError: all training examples are of one class, kind0")
          .contains("Left out: probeError: all training examples are of one class, kind0 (1 of 1");
      assertThat(runFolder().resolve("report.html")).content().contains("Left out: probeError");
      assertThat(runFolder().resolve("summary.json")).content().contains("leftOut");
    }
  }

  /**
   * The probe of data that are sorted by class sees every class: the same as of shuffled ones.
   * There are more training examples than it takes, so that its first ones would lack the last
   * class.
   */
  @Test
  void theOrderOfTheRowsDoesNotSpoilTheProbe() throws IOException {
    double sorted = probe(run(table(20_000, row -> row / 4_000), "epochs=1", "batchSize=256"));
    double mixed = probe(run(table(20_000, row -> row % 5), "epochs=1", "batchSize=256"));
    assertThat(Math.abs(sorted - mixed)).isLessThan(0.05);
  }

  /** The first 500 of each part are of one class, and a quick run takes no more. */
  @Test
  void aQuickRunIsASampleToo() throws IOException {
    StudyResult result = run(table(4_000, row -> row / 2_000), "quick=true");
    assertThat(probe(result)).isLessThan(0.1);
    assertThat(out.toString()).doesNotContain("Left out");
  }

  private static double probe(StudyResult result) {
    return result.values(result.arms().get(0), "probeError")[0];
  }

  @Test
  void aPartThatLacksClassesIsSaid() throws IOException {
    run(table(120, row -> row / 40), "validation=last:30");
    assertThat(out.toString())
        .contains("the validation part holds the classes kind1, kind2 and the training part")
        .contains("set validation=random:30:1");
  }

  /** Named from any folder, and again from the run's own record. */
  @Test
  void theRecordHoldsPathsThatLeadAnywhere() throws IOException {
    Path table = table(60, row -> row % 2);
    Path here = Path.of("").toAbsolutePath();
    run(here.relativize(table.toAbsolutePath()));
    assertThat(runFolder().resolve("config.yaml")).content().contains("csv:" + table);
    Path yaml = folder.resolve("mine.yaml");
    Files.writeString(
        yaml,
        Files.readString(runFolder().resolve("config.yaml"))
            .replace("csv:" + table, "csv:table.csv"));
    ConfigurationFile file = ConfigurationFile.parse(yaml.toString(), Files.readString(yaml));
    assertThat(run(file.experiment(), file).failures()).isEmpty();
  }

  /** One that fails is recorded; the others go on, whatever runs beside them. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "3"})
  void aJobThatFailsCostsNoOther(String parallel) throws IOException {
    Path table = table(60, row -> row % 2);
    ConfigurationFile file = ShippedConfigurations.open("undercomplete").set("inputs=4");
    file.set("data='csv:" + table + "'").set("code=3").set("epochs=1").set("seeds=3");
    file.set("firstSeed=1");
    RunOptions options =
        Asked.run("--out", folder.resolve("runs").toString(), "--parallel", parallel);
    FailsOnce experiment = new FailsOnce();
    StudyResult result =
        new Study<>(experiment, file.read(experiment), options).run(new PrintWriter(out));
    assertThat(result.failures()).containsExactly("fails once, seed 2: a measure broke");
    assertThat(result.seeds(result.arms().get(0))).containsExactly(1L, 3L);
    assertThat(runFolder().resolve("report.html")).content().contains("a measure broke");
    assertThat(runFolder().resolve("manifest.json")).content().contains("\"state\" : \"failed\"");
  }

  /** What cannot be drawn costs its figure; only what has a report calls itself complete. */
  @Test
  void aFigureThatFailsCostsNoReport() throws IOException {
    StudyResult result = runThatDraws(new IllegalStateException("nothing to draw on"));
    assertThat(result.failures()).isEmpty();
    assertThat(runFolder().resolve("report.html"))
        .content()
        .contains("Some figures could not be drawn: nothing to draw on", "</html>");
    assertThat(runFolder().resolve("manifest.json")).content().contains("\"state\" : \"complete\"");
  }

  @Test
  void aRunWithoutItsReportIsNotComplete() throws IOException {
    assertThatThrownBy(() -> runThatDraws(new AssertionError("no memory"))).hasMessage("no memory");
    assertThat(runFolder().resolve("manifest.json")).content().contains("\"state\" : \"failed\"");
    assertThat(runFolder().resolve("fails-to-draw/model.zip")).isNotEmptyFile();
    assertThat(runFolder().resolve("metrics.csv")).isNotEmptyFile();
  }

  /** Trains as it should, and throws {@code failure} where its figures are drawn. */
  private StudyResult runThatDraws(Throwable failure) throws IOException {
    ConfigurationFile file = ShippedConfigurations.open("undercomplete").set("inputs=4");
    file.set("data='csv:" + table(60, row -> row % 2) + "'").set("code=3").set("epochs=1");
    return run(new FailsToDraw(failure), file.set("seeds=1"));
  }

  @ParameterizedTest
  @CsvSource({"de, DE", "tr, TR", "ar, EG", "fa, IR"})
  void numbersDoNotDependOnTheLocale(String language, String country) throws IOException {
    Path table = table(60, row -> row % 2);
    run(table);
    String metrics = Files.readString(runFolder().resolve("metrics.csv"));
    Locale before = Locale.getDefault();
    Locale.setDefault(new Locale(language, country));
    try {
      run(table);
    } finally {
      Locale.setDefault(before);
    }
    try (Stream<Path> runs = Files.list(folder.resolve("runs/undercomplete"))) {
      assertThat(runs)
          .hasSize(2)
          .allSatisfy(run -> assertThat(run.resolve("metrics.csv")).hasContent(metrics));
    }
  }

  @Test
  void aClassifierIsRefusedOneClassBeforeItTrains() throws IOException {
    ConfigurationFile file =
        ShippedConfigurations.open("denoising-pretraining")
            .set("data='csv:" + table(60, row -> 0) + "'")
            .set("inputs=4")
            .set("classes=2")
            .set("hidden=[3]")
            .set("validation=none");
    assertThatThrownBy(() -> run(file.experiment(), file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("are of one class, kind0: a classifier needs two or more");
  }
}
