package dev.bottleneck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.data.Sha256;
import dev.bottleneck.testing.CommandProcess;
import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A finished run that is trained further, in a run of its own, ends as one that was as long. */
class ContinuedRunTest {
  private static final String KEEP = "--keep-states";
  private static final String PRETRAINING = "denoising-pretraining";
  private static final String FROZEN = "few-labels-frozen";
  private static final String STACKED = "stacked";

  @TempDir static Path shared;
  private static String data;
  @TempDir Path folder;

  @BeforeAll
  static void writeData() throws IOException {
    data = ToyImages.write(shared.resolve("toy"), 120, 40);
  }

  private static List<String> run(String experiment, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                experiment,
                "--set=data='" + data + "'",
                "--set=validation=last:40",
                "--set=inputs=" + ToyImages.PIXELS,
                "--set=batchSize=10",
                "--set=seeds=2"));
    arguments.addAll(
        switch (experiment) {
          case PRETRAINING -> List.of("--set=classes=4", "--set=hidden=[5, 4]");
          case FROZEN -> List.of("--set=classes=4", "--set=labelCounts=[20,40]");
          default -> List.of("--set=hidden=6", "--set=code=3");
        });
    arguments.addAll(List.of(more));
    return arguments;
  }

  private static int execute(StringWriter err, List<String> arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(new StringWriter()))
        .setErr(new PrintWriter(err))
        .execute(arguments.toArray(new String[0]));
  }

  private static void succeeds(List<String> arguments) {
    StringWriter err = new StringWriter();
    assertThat(execute(err, arguments)).as(err.toString()).isZero();
  }

  private static void refused(String message, List<String> arguments) {
    StringWriter err = new StringWriter();
    assertThat(execute(err, arguments)).isEqualTo(2);
    assertThat(err.toString()).hasLineCount(1).contains(message);
  }

  private Path begun(String out, String experiment, String... more) throws IOException {
    List<String> arguments = run(experiment, more);
    arguments.add("--out=" + folder.resolve(out));
    succeeds(arguments);
    return newest(folder.resolve(out).resolve(experiment), List.of());
  }

  private static Path further(Path run, String... more) throws IOException {
    List<Path> there = runs(run.getParent());
    List<String> arguments = new ArrayList<>(List.of("run", "--resume=" + run));
    arguments.addAll(List.of(more));
    succeeds(arguments);
    return newest(run.getParent(), there);
  }

  private static List<Path> runs(Path folder) throws IOException {
    try (Stream<Path> runs = Files.list(folder)) {
      return runs.toList();
    }
  }

  private static Path newest(Path folder, List<Path> there) throws IOException {
    List<Path> runs = new ArrayList<>(runs(folder));
    runs.removeAll(there);
    assertThat(runs).hasSize(1);
    return runs.get(0);
  }

  private static Map<String, String> files(Path run, String regex) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(run)) {
      all.filter(Files::isRegularFile)
          .filter(file -> run.relativize(file).toString().matches(regex))
          .forEach(file -> files.put(run.relativize(file).toString(), Sha256.of(file)));
    }
    return files;
  }

  private static void assertSame(Path run, Path whole) throws IOException {
    String numbers = "metrics\\.csv|summary\\.json|config\\.yaml|.*\\.zip";
    assertThat(run.resolve("metrics.csv")).hasSameTextualContentAs(whole.resolve("metrics.csv"));
    assertThat(files(run, numbers)).hasSizeGreaterThan(3).isEqualTo(files(whole, numbers));
    assertThat(run.resolve("manifest.json")).content().contains("\"complete\"");
  }

  private static int goneOnWith(Path run) throws IOException {
    return Files.readString(run.resolve("run.log")).split("going on from", -1).length - 1;
  }

  /** How many phases of how many are not begun anew: arms share some, in whatever order. */
  @ParameterizedTest
  @CsvSource({
    // 2 seeds: 3 arms, of which 2 are pretrained twice.
    "denoising-pretraining, pretrainingEpochs=1, pretrainingEpochs=3, 6",
    // 2 numbers of labels and one pretraining for both; from scratch, the epochs of both phases.
    "few-labels-frozen, pretrainingEpochs=1 frozenEpochs=2 epochs=2, frozenEpochs=3, 10",
    "few-labels-frozen, pretrainingEpochs=1 frozenEpochs=2 epochs=0, epochs=2, 10",
    "stacked, epochs=2, epochs=5, 2",
    "stacked, epochs=2 schedule=exponential:0.9, epochs=5, 2",
    "stacked, epochs=3 keep=best learningRate=0.3, epochs=6, 2"
  })
  void endsAsTheWhole(String experiment, String fewer, String more, int known) throws IOException {
    List<String> settings = new ArrayList<>();
    Stream.of(fewer.split(" ")).map(one -> "--set=" + one).forEach(settings::add);
    settings.add("--parallel=2");
    settings.add(KEEP);
    Path run = begun("run", experiment, settings.toArray(new String[0]));
    Map<String, String> before = files(run, ".*");

    Path further = further(run, "--set=" + more, "--parallel=2");
    settings.add("--set=" + more);
    assertSame(further, begun("whole", experiment, settings.toArray(new String[0])));
    assertThat(goneOnWith(further)).isEqualTo(known);
    assertThat(files(run, ".*")).isEqualTo(before);
    assertThat(further.resolve("manifest.json"))
        .content()
        .contains("\"continues\" : \"" + run + "\"", "\"keepsStates\" : true");
    // As many states as one that was as long has: it can be trained further itself.
    assertThat(files(further, "checkpoints/.*")).isNotEmpty();
    assertThat(files(run, "checkpoints/.*").keySet())
        .allMatch(state -> states(further).contains(phase(state)));
  }

  private static List<String> states(Path run) {
    try {
      return files(run, "checkpoints/.*").keySet().stream().map(ContinuedRunTest::phase).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String phase(String state) {
    return state.substring(0, state.lastIndexOf('.'));
  }

  @Test
  void again() throws IOException {
    Path one = begun("run", STACKED, "--set=epochs=1", KEEP, "--checkpoint-every=0");
    Path two = further(one, "--set=epochs=2");
    Path four = further(two, "--set=epochs=4");
    assertSame(four, begun("whole", STACKED, "--set=epochs=4"));
    assertThat(goneOnWith(four)).isEqualTo(2);
  }

  /** Whose patience was at its end had ended: its last epoch is that of the longer run as well. */
  @ParameterizedTest
  @ValueSource(ints = {4, 30})
  void stopsWhereTheWholeStops(int epochs) throws IOException {
    String[] restless = {
      "--set=patience=2", "--set=keep=best", "--set=learningRate=0.3", "--set=epochs=" + epochs
    };
    List<String> settings = new ArrayList<>(List.of(restless));
    settings.add(KEEP);
    Path run = begun("run", STACKED, settings.toArray(new String[0]));
    Path further = further(run, "--set=epochs=40");
    settings.add("--set=epochs=40");
    assertSame(further, begun("whole", STACKED, settings.toArray(new String[0])));
    assertThat(goneOnWith(further)).isEqualTo(2);
    boolean ended = files(run, "metrics.csv").equals(files(further, "metrics.csv"));
    assertThat(ended).isEqualTo(epochs == 30);
  }

  /** Nor is a run that keeps its states another one where they are kept until its end. */
  @Test
  void keepsTheLastStateOfEachPhase() throws IOException {
    Path run = begun("run", PRETRAINING, "--seeds=1", KEEP, "--checkpoint-every=0.001");
    assertThat(files(run, "checkpoints/.*").keySet())
        .extracting(ContinuedRunTest::phase)
        .containsExactly(
            "checkpoints/autoencoder-pretraining-" + firstSeed(run) + "/0-pretraining-1",
            "checkpoints/autoencoder-pretraining-" + firstSeed(run) + "/1-pretraining-2",
            "checkpoints/autoencoder-pretraining-" + firstSeed(run) + "/2-fine-tuning",
            "checkpoints/denoising-pretraining-" + firstSeed(run) + "/0-pretraining-1",
            "checkpoints/denoising-pretraining-" + firstSeed(run) + "/1-pretraining-2",
            "checkpoints/denoising-pretraining-" + firstSeed(run) + "/2-fine-tuning",
            "checkpoints/no-pretraining-" + firstSeed(run) + "/0-fine-tuning");
    Map<String, String> states = files(run, "checkpoints/.*");
    Files.delete(run.resolve("report.html"));
    succeeds(List.of("run", "--resume=" + run));
    assertThat(files(run, "checkpoints/.*")).isEqualTo(states);
  }

  private static String firstSeed(Path run) throws IOException {
    return Files.readString(run.resolve("config.yaml"))
        .replaceAll("(?s).*firstSeed: (\\d+).*", "$1");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void killedItGoesOn() throws IOException, InterruptedException {
    String[] settings = {"--seeds=1", "--set=fineTuningEpochs=1", KEEP};
    Path run = begun("run", PRETRAINING, settings);
    List<String> arguments =
        List.of(
            "run",
            "--resume=" + run,
            "--set=fineTuningEpochs=500",
            "--checkpoint-every=0.001",
            "--parallel=1");
    Process process = CommandProcess.start(folder.resolve("printed.txt"), arguments);
    while (!isTrainingFurther(run)) {
      assertThat(process.isAlive()).as(Files.readString(folder.resolve("printed.txt"))).isTrue();
    }
    assertThat(process.destroyForcibly().waitFor()).isEqualTo(128 + 9);
    Path further = newest(run.getParent(), List.of(run));
    succeeds(List.of("run", "--resume=" + further));
    assertThat(states(further)).isEqualTo(states(run));
    assertSame(further, begun("whole", PRETRAINING, settings[0], "--set=fineTuningEpochs=500"));
  }

  /** Whether a state was written down of what is trained further, after the one that was taken. */
  private static boolean isTrainingFurther(Path run) throws IOException {
    List<Path> further = new ArrayList<>(runs(run.getParent()));
    further.remove(run);
    for (Path one : further) {
      String[] states = one.resolve("checkpoints/no-pretraining-" + firstSeed(run)).toFile().list();
      if (states != null && Stream.of(states).anyMatch(name -> name.matches("0.*[.][1-9]\\d*"))) {
        return true;
      }
    }
    return false;
  }

  /** What is damaged is trained from its beginning, and a line says so. */
  @Test
  void aDamagedStateIsPassedOver() throws IOException {
    Path run = begun("run", STACKED, "--set=epochs=2", KEEP);
    for (String state : files(run, "checkpoints/.*").keySet()) {
      byte[] bytes = Files.readAllBytes(run.resolve(state));
      bytes[bytes.length / 2] ^= 1;
      Files.write(run.resolve(state), bytes);
    }
    Path further = further(run, "--set=epochs=3");
    assertSame(further, begun("whole", STACKED, "--set=epochs=3"));
    assertThat(goneOnWith(further)).isZero();
    assertThat(further.resolve("run.log")).content().contains(" is damaged: ");
  }

  @Test
  void whatCannotBeTrainedFurtherIsRefused() throws IOException {
    Path without = begun("without", STACKED, "--set=epochs=2");
    refused("kept no states", List.of("run", "--resume=" + without, "--set=epochs=3"));
    refused("goes with a run that begins", List.of("run", "--resume=" + without, KEEP));

    Path run = begun("run", STACKED, "--set=epochs=2", KEEP);
    String resume = "--resume=" + run;
    refused("only numbers of epochs can be set", List.of("run", resume, "--set=code=5"));
    refused("only numbers of epochs can be set", List.of("run", resume, "--set=schedule=linear"));
    refused("did you mean epochs", List.of("run", resume, "--set=epoch=5"));
    refused("epochs=2: the run was trained for 2", List.of("run", resume, "--set=epochs=2"));
    refused("epochs=1: the run was trained for 2", List.of("run", resume, "--set=epochs=1"));
    refused("epochs=x", List.of("run", resume, "--set=epochs=x"));
    refused("leave out what sets a key", List.of("run", resume, "--set=epochs=3", "--seeds=3"));
    refused("--retry-failed", List.of("run", resume, "--set=epochs=3", "--retry-failed"));
    refused("--join", List.of("run", "--join=" + run, "--set=epochs=3"));
    refused("was begun with 1", List.of("run", resume, "--set=epochs=3", "--threads=2"));

    Path manifest = run.resolve("manifest.json");
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.replace("\"complete\"", "\"interrupted\""));
    refused("is interrupted, not complete", List.of("run", resume, "--set=epochs=3"));
    Files.writeString(manifest, text.replaceAll("\"data\" : \"..", "\"data\" : \"xx"));
    refused("the data are not what", List.of("run", resume, "--set=epochs=3"));
    Files.writeString(manifest, text);
    assertThat(runs(run.getParent())).containsExactly(run); // none left a folder behind
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear", "cosine"})
  void aScheduleOverAllEpochsIsRefused(String schedule) throws IOException {
    Path run = begun("run", STACKED, "--set=epochs=2", "--set=schedule=" + schedule, KEEP);
    refused(
        "schedule is " + schedule + ", whose rates depend on how many epochs there are",
        List.of("run", "--resume=" + run, "--set=epochs=3"));
    assertThat(runs(run.getParent())).containsExactly(run);
  }
}
