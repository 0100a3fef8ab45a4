package dev.bottleneck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.sweep.ToySweep;
import dev.bottleneck.testing.CommandProcess;
import dev.bottleneck.testing.Examples;
import dev.bottleneck.testing.OnnxSession;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.datavec.api.records.reader.impl.collection.CollectionRecordReader;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.Writable;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The library as a program uses it: by the classes of one package. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaceTest {
  private static final int VALUES = 6;

  @TempDir static Path folder;
  private float[][] features;
  private int[] classes;
  private Run run;

  /** Two groups of points on a plane in six dimensions, within [0, 1]. */
  @BeforeAll
  void train() {
    Random random = new Random(1);
    features = new float[120][VALUES];
    classes = new int[features.length];
    for (int i = 0; i < features.length; i++) {
      classes[i] = i % 2;
      for (int j = 0; j < VALUES; j++) {
        double center = 0.3 + 0.4 * ((j + classes[i]) % 2);
        features[i][j] = (float) (center + 0.05 * random.nextGaussian());
      }
    }
    run = small("undercomplete").train(data());
  }

  private Data data() {
    return Data.of(features).labels(classes).named("blood");
  }

  private RunBuilder small(String experiment) {
    return Bottleneck.experiment(experiment)
        .set("code", 2)
        .set("batchSize", 16)
        .set("epochs", 2)
        .seeds(2)
        .out(folder.resolve("runs"))
        .parallel(1);
  }

  @Test
  void tellsWhatWasFound() {
    assertThat(run.name()).isEqualTo("undercomplete");
    assertThat(run.state()).isEqualTo("complete");
    assertThat(run.report()).content().contains("blood");
    RunSummary summary = run.summary();
    assertThat(summary.failures()).isEmpty();
    assertThat(summary.metric()).isEqualTo("test loss");
    RunSummary.Arm arm = summary.arms().get(0);
    assertThat(arm.seeds()).hasSize(2);
    List<Double> values = List.copyOf(run.values(arm.key(), "crossEntropy").values());
    assertThat(arm.measures().get("crossEntropy").mean())
        .isEqualTo((values.get(0) + values.get(1)) / 2, within(1e-12));
    assertThat(summary.toString()).contains("undercomplete", "crossEntropy");
    assertThat(run.measured()).anyMatch(m -> m.metric().equals("validation loss"));
  }

  @Test
  void comparesAndListsRuns() {
    Run other = small("undercomplete").set("code", 3).train(data());
    RunComparison comparison = Bottleneck.compare(run, other);
    assertThat(comparison.labels()).containsExactly("code 2", "code 3");
    assertThat(comparison.differences())
        .containsExactly(new RunComparison.Difference("code", List.of("2", "3")));
    RunSummary.Comparison pair = comparison.comparisons().get(0);
    List<Double> before = List.copyOf(run.values("undercomplete", "loss").values());
    List<Double> after = List.copyOf(other.values("undercomplete", "loss").values());
    assertThat(pair.seeds()).isEqualTo(2);
    assertThat(pair.median().value())
        .isEqualTo(
            (before.get(0) - after.get(0) + before.get(1) - after.get(1)) / 2, within(1e-12));
    assertThat(comparison.verdicts()).containsExactly(pair.sentence());
    assertThat(comparison.arms().get(0).measures().get("crossEntropy"))
        .isEqualTo(run.summary().arms().get(0).measures().get("crossEntropy"));
    assertThat(comparison.write(folder.resolve("page")))
        .content()
        .contains("code 2", "Learning curves", "Reconstructions");
    Runs runs = Bottleneck.runs(folder.resolve("runs"));
    assertThat(runs.of("undercomplete").all())
        .extracting(RunOverview::folder)
        .contains(run.folder(), other.folder());
    assertThat(runs.find(other.overview().id()).folder()).isEqualTo(other.folder());
  }

  @Test
  void showsItsPictures() {
    assertThat(run.figures()).contains("loss");
    assertThat(run.figure("loss").getWidth()).isPositive();
    assertThatThrownBy(() -> run.figure("../loss"))
        .isInstanceOf(BottleneckException.class)
        .hasMessageContaining("no picture is called ../loss");
  }

  @Test
  void encodesAndDecodes() {
    Autoencoder model = run.model();
    float[][] codes = model.encode(features);
    assertThat(codes).hasDimensions(features.length, 2);
    assertThat(model.decode(codes)).isDeepEqualTo(model.reconstruct(features));
    assertThat(model.squaredErrors(data())).hasSize(features.length);
    assertThatThrownBy(() -> model.picture(features)).hasMessageContaining("are no images");
    assertThatThrownBy(() -> model.decode(features)).hasMessageContaining("have 2 values");
    assertThatThrownBy(() -> model.encode(new float[1][5]))
        .isInstanceOf(BottleneckException.class)
        .hasMessageContaining("takes 6 values");
  }

  @Test
  void exportsForOtherRuntimes() throws Exception {
    Autoencoder model = run.model();
    Path onnx = folder.resolve("exported").resolve("model.onnx");
    float[][] codes = model.encode(features);
    model.exportOnnx(Autoencoder.Part.DECODER, onnx);
    try (OnnxSession session = OnnxSession.open(onnx)) {
      INDArray theirs = Nd4j.createFromArray(session.run(codes));
      assertThat(theirs.distance2(Nd4j.createFromArray(model.decode(codes)))).isLessThan(1e-4);
    }
    model.exportSafetensors(folder.resolve("exported/model.safetensors"));
    model.exportNpz(folder.resolve("exported/model.npz"));
    assertThat(folder.resolve("exported/model.safetensors")).isNotEmptyFile();
    assertThat(folder.resolve("exported/model.npz")).isNotEmptyFile();
    assertThatThrownBy(() -> model.exportNpz(folder))
        .isInstanceOf(BottleneckException.class)
        .hasMessageContaining("is a folder");
  }

  /** What lay in memory lies in a file now: the command line makes the same run of it. */
  @Test
  void canBeMadeAgainFromItsConfiguration() throws IOException {
    Run again =
        Bottleneck.experiment(run.configuration().toString())
            .out(folder.resolve("again"))
            .parallel(1)
            .train();
    assertThat(again.folder().resolve("metrics.csv"))
        .hasSameBinaryContentAs(run.folder().resolve("metrics.csv"));
    assertThat(again.data(Run.Part.VALIDATION).size()).isEqualTo(19);
    assertThat(again.data(Run.Part.TRAIN).classNames()).containsExactly("0", "1");
  }

  /** The same content is written once, and again where it is damaged. */
  @Test
  void keepsDataByTheirContent() throws IOException {
    Path out = folder.resolve("kept");
    small("undercomplete").quick().out(out).train(Data.of(features).named("blood"));
    Path file = onlyFile(out.resolve("data"));
    byte[] content = Files.readAllBytes(file);
    FileTime before = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(file, before);
    small("undercomplete").quick().out(out).train(data());
    try (var files = Files.list(out.resolve("data"))) {
      assertThat(files.map(f -> f.getFileName().toString().replaceAll("-[0-9a-f]{12}", "")))
          .containsExactlyInAnyOrder("blood.npy", "blood-classes.txt");
    }
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);

    byte[] damaged = content.clone();
    damaged[damaged.length - 1] ^= 1;
    Files.write(file, damaged);
    small("undercomplete").quick().out(out).train(data());
    assertThat(file).hasBinaryContent(content);
  }

  @Test
  void takesDataOfOtherForms() {
    List<List<Writable>> records = new ArrayList<>();
    for (float[] row : features) {
      List<Writable> record = new ArrayList<>();
      for (float value : row) {
        record.add(new DoubleWritable(value));
      }
      records.add(record);
    }
    assertThat(Data.of(new CollectionRecordReader(records)).examples()).isDeepEqualTo(features);

    INDArray oneHot = Nd4j.zeros(features.length, 2);
    for (int i = 0; i < features.length; i++) {
      oneHot.putScalar(i, classes[i], 1);
    }
    DataSet whole = new DataSet(Nd4j.createFromArray(features), oneHot);
    Data iterated = Data.of(new ListDataSetIterator<>(whole.asList(), 50));
    assertThat(iterated.examples()).isDeepEqualTo(features);
    assertThat(iterated.classes()).contains(classes);

    Data images = Data.of(Nd4j.createFromArray(features).reshape(features.length, 1, 2, 3));
    assertThat(images.examples()).isDeepEqualTo(features);
    assertThat(images.rows(3, 5).size()).isEqualTo(2);
    assertThat(images.rows(3, 10).picture(4).getHeight())
        .isGreaterThan(images.rows(3, 7).picture(4).getHeight());
    assertThatThrownBy(() -> iterated.picture(4)).hasMessage("examples of 6 values are no images");
  }

  /** Sizes of 1 and 3 look like channels. */
  @ParameterizedTest
  @CsvSource({"1,2,3", "1,4,1", "1,1,3", "3,3,3", "3,2,1", "3,1,3", "1,3,2"})
  void imagesComeBackAsTheyWere(int channels, int height, int width) {
    INDArray images =
        Nd4j.linspace(0, 1, 40L * channels * height * width, DataType.FLOAT)
            .reshape(40, channels, height, width);
    Data given = Data.of(images);
    Path place = folder.resolve("images-" + channels + "-" + height + "-" + width);
    RunBuilder builder = small("undercomplete").quick().out(place);
    Run trained = builder.train(given);
    Data kept = Data.open("npy:" + onlyFile(place.resolve("data")));
    assertThat(kept.examples()).isDeepEqualTo(given.examples());
    assertThat(trained.model().encode(kept)).isDeepEqualTo(trained.model().encode(given));
  }

  private static Path onlyFile(Path folder) {
    try (var files = Files.list(folder)) {
      return files.toList().get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whatever the classes are called, and though some occur nowhere. */
  @Test
  void classesAreThoseThatOccur() {
    int[] fromOne = Arrays.stream(classes).map(c -> 1 + 4 * c).toArray();
    Data labelled = Data.of(features).labels(fromOne);
    assertThat(labelled.classNames()).containsExactly("1", "5");
    assertThat(labelled.classes()).contains(classes);
    Run trained =
        Bottleneck.experiment("few-labels")
            .set("labelCounts", List.of(20))
            .set("hidden", 4)
            .set("code", 2)
            .quick()
            .seeds(1)
            .out(folder.resolve("runs"))
            .train(labelled);
    assertThat(trained.data(Run.Part.TRAIN).classNames()).containsExactly("1", "5");
  }

  @Test
  void refusesInOneLine() {
    assertThatThrownBy(() -> small("undercomplet").train())
        .isInstanceOfSatisfying(
            BottleneckException.class,
            e -> assertThat(e.exitCode()).isEqualTo(BottleneckException.INPUT_WRONG))
        .hasMessage("unknown experiment undercomplet; did you mean undercomplete?");
    Path nowhere = folder.resolve("nowhere");
    assertThatThrownBy(() -> small("undercomplete").out(nowhere).set("cod", 2).train(data()))
        .hasMessageContaining("did you mean code?");
    assertThatThrownBy(() -> small("undercomplete").out(nowhere).set("code", -1).train(data()))
        .hasMessageContaining("code");
    assertThat(nowhere).doesNotExist();
    assertThatThrownBy(() -> small("undercomplete").threads(0)).hasMessageContaining("--threads");
    assertThatThrownBy(() -> Data.of(new float[][] {{1, 2}, {3}}))
        .isInstanceOf(BottleneckException.class)
        .hasMessageContaining("example 1 has 1 values, and example 0 has 2");
    assertThatThrownBy(() -> data().labels(1, 2)).hasMessage("2 classes for 120 examples");
    assertThatThrownBy(() -> small("undercomplete").train(Data.of(new float[][] {{Float.NaN}})))
        .hasMessageContaining("only finite numbers");
    assertThatThrownBy(() -> Bottleneck.open(folder.resolve("nothing")))
        .isInstanceOf(BottleneckException.class)
        .hasMessageContaining("is not the folder of a run");
  }

  @Test
  void sweeps() throws IOException {
    Path file = ToySweep.write(folder.resolve("sweep"), "finalSeeds: 1");
    Sweep sweep =
        Bottleneck.sweep(file.toString()).trials(3).workers(1).out(folder.resolve("sweeps")).run();
    assertThat(sweep.trials()).hasSize(3).allMatch(t -> t.state().equals("complete"));
    double least = sweep.trials().stream().mapToDouble(Sweep.Trial::value).min().orElseThrow();
    assertThat(sweep.best().value()).isEqualTo(least);
    assertThat(sweep.finalTrials()).hasSize(1);
    assertThat(sweep.bestConfiguration()).isRegularFile();
    assertThat(sweep.report()).isRegularFile();
    assertThat(sweep.toString()).contains("Best of the search");
    assertThatThrownBy(() -> Bottleneck.sweep(file.toString()).out(folder.resolve("sweeps")).run())
        .isInstanceOf(BottleneckException.class)
        .hasMessageContaining("begun already");
    assertThatThrownBy(() -> Bottleneck.sweep("quick").retryFailed())
        .hasMessageContaining("goes with --resume or --join");
  }

  @Test
  void goesOn() {
    Run kept = small("undercomplete").seeds(1).keepStates().train(data());
    Run longer = Bottleneck.resume(kept.folder()).set("epochs", 3).parallel(1).train();
    assertThat(longer.folder()).isNotEqualTo(kept.folder());
    assertThat(longer.measured())
        .filteredOn(m -> m.metric().equals("validation loss"))
        .extracting(Run.Measured::epoch)
        .containsExactly(1.0, 2.0, 3.0);
    assertThat(Bottleneck.resume(kept.folder()).name()).isEqualTo("undercomplete");
    assertThatThrownBy(() -> Bottleneck.resume(kept.folder()).train(data()))
        .hasMessageContaining("has its data");
  }

  @Test
  void theExampleOfTheLibrarysPageCompiles() throws IOException {
    String example = Examples.of("docs/library.md", "java", "Bottleneck.experiment");
    String source =
        """
        import dev.bottleneck.*;
        import java.awt.image.BufferedImage;
        class Example {
          static void run(float[][] features, int[] classes) {
        %s
          }
        }
        """
            .formatted(example);
    Examples.compile("Example", source, folder);
  }

  @Test
  void theWholeProgramOfTheLibrarysPageRuns() throws IOException, InterruptedException {
    String program = Examples.of("docs/library.md", "java", "class Stripes");
    Examples.compile("Stripes", program, folder);
    Path printed = folder.resolve("printed");
    ProcessBuilder java = CommandProcess.of(Object.class, printed, List.of());
    List<String> command = new ArrayList<>(java.command());
    int path = command.indexOf("-cp") + 1;
    command.set(path, folder + File.pathSeparator + command.get(path));
    command.set(command.size() - 1, "Stripes");
    Process process = java.command(command).directory(folder.toFile()).start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(printed)).isZero();
    assertThat(ImageIO.read(folder.resolve("examples.png").toFile()).getWidth()).isPositive();
  }

  @Test
  void namesWhatCanBeRun() {
    assertThat(Bottleneck.experiments()).containsEntry("tied", "Tied weights");
    assertThat(Bottleneck.sweeps()).containsKey("quick");
  }
}
