package dev.bottleneck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.report.RunFolder;
import dev.bottleneck.study.resume.RunLock;
import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What a user can get wrong about going on with a run: one line, exit code 2, nothing changed. */
class ResumeMistakesTest {
  @TempDir static Path folder;
  private static Path run;

  @BeforeAll
  static void trainOne() throws IOException {
    String data = ToyImages.write(folder.resolve("toy"), 100, 40);
    StringWriter err = new StringWriter();
    int code =
        execute(
            err,
            "run",
            "undercomplete",
            "--out=" + folder.resolve("out"),
            "--set=data='" + data + "'",
            "--set=validation=last:40",
            "--set=inputs=" + ToyImages.PIXELS,
            "--set=code=3",
            "--set=epochs=1",
            "--seeds=1");
    assertThat(code).as(err.toString()).isZero();
    try (Stream<Path> runs = Files.list(folder.resolve("out/undercomplete"))) {
      run = runs.findFirst().orElseThrow();
    }
  }

  private static int execute(StringWriter err, String... arguments) {
    CommandLine line =
        Main.commandLine().setOut(new PrintWriter(new StringWriter())).setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  private static void refused(String message, String... arguments) throws IOException {
    StringWriter err = new StringWriter();
    String manifest = Files.readString(run.resolve("manifest.json"));
    assertThat(execute(err, arguments)).isEqualTo(2);
    assertThat(err.toString()).hasLineCount(1).contains(message);
    assertThat(run.resolve("manifest.json")).content().isEqualTo(manifest);
  }

  @Test
  void aFolderThatIsNoRun() throws IOException {
    refused("is not the folder of a run", "run", "--resume=" + folder.resolve("toy"));
    refused("there is no such folder, and no run", "run", "--resume=" + folder.resolve("nowhere"));
  }

  @Test
  void neitherAnExperimentNorARun() throws IOException {
    refused("name an experiment, or a run to --resume", "run");
  }

  @Test
  void anotherExperiment() throws IOException {
    refused("is a run of undercomplete, not of stacked", "run", "stacked", "--resume=" + run);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--seeds=3", "--quick", "--engine=dl4j", "--from=x"})
  void otherSettings(String option) throws IOException {
    refused("go on with the settings of the run", "run", "--resume=" + run, option);
  }

  @Test
  void aRunThatIsWorkedOn() throws IOException {
    try (RunLock lock = RunLock.of(RunFolder.open(run))) {
      refused("is being worked on by another process", "run", "--resume=" + run);
    }
  }

  @ParameterizedTest
  @CsvSource({"epochs: 1, epochs: 2", "seeds: 1, seeds: 2"})
  void aConfigurationThatWasEdited(String before, String after) throws IOException {
    Path file = run.resolve("config.yaml");
    String text = Files.readString(file);
    Files.writeString(file, text.replace(before, after));
    try {
      refused("its config.yaml is not what the run was begun with", "run", "--resume=" + run);
    } finally {
      Files.writeString(file, text);
    }
  }

  @Test
  void otherThreads() throws IOException {
    refused("but the run was begun with 1", "run", "--resume=" + run, "--threads=2");
  }

  @Test
  void aNegativeInterval() throws IOException {
    refused("--checkpoint-every", "run", "--resume=" + run, "--checkpoint-every=-1");
  }

  @Test
  void anOldRun() throws IOException {
    Path file = run.resolve("manifest.json");
    String text = Files.readString(file);
    Files.writeString(file, text.replace("\"identity\"", "\"other\""));
    try {
      refused("was begun by a version that kept nothing", "run", "--resume=" + run);
    } finally {
      Files.writeString(file, text);
    }
  }

  /** Paths as they were typed are not those of the record. */
  @Test
  void aRunOfAFileInThePresentFolderIsGoneOnWith() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    Path csv = folder.resolve("some.csv");
    Files.writeString(csv, "a,b\n0.1,0.2\n0.3,0.4\n0.5,0.6\n0.2,0.9\n0.7,0.1\n0.4,0.4\n");
    StringWriter err = new StringWriter();
    int code =
        execute(
            err,
            "run",
            "undercomplete",
            "--out=" + folder.resolve("csv"),
            "--set=data='csv:" + here.relativize(csv) + "'",
            "--set=validation=last:2",
            "--set=inputs=2",
            "--set=code=1",
            "--set=epochs=1",
            "--seeds=1");
    assertThat(code).as(err.toString()).isZero();
    try (Stream<Path> runs = Files.list(folder.resolve("csv/undercomplete"))) {
      Path begun = runs.findFirst().orElseThrow();
      assertThat(execute(err, "run", "--resume=" + begun)).as(err.toString()).isZero();
    }
  }

  @Test
  void otherData() throws IOException {
    Path images = folder.resolve("toy/train-images-idx3-ubyte");
    byte[] before = Files.readAllBytes(images);
    byte[] changed = before.clone();
    changed[changed.length / 2] ^= 1;
    Files.write(images, changed);
    try {
      refused("the data are not what the run was begun with", "run", "--resume=" + run);
    } finally {
      Files.write(images, before);
    }
  }

  /** And one that is none: the same command goes well. */
  @Test
  void nothingIsWrong() throws IOException {
    StringWriter err = new StringWriter();
    List<String> files = files();
    Files.delete(run.resolve("report.html"));
    assertThat(execute(err, "run", "undercomplete", "--resume=" + run)).isZero();
    assertThat(err.toString()).isEmpty();
    assertThat(files()).isEqualTo(files);
  }

  private static List<String> files() throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(run)) {
      all.map(file -> run.relativize(file).toString()).sorted().forEach(files::add);
    }
    return files;
  }
}
