package dev.bottleneck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.autoencoder.TrainedAutoencoder;
import dev.bottleneck.data.Datasets;
import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine;

/** What a trained model is for, from the command line, on quick runs of two experiments. */
class ModelCommandsTest {
  @TempDir static Path folder;
  private static String data;
  private static Path variational;
  private static Path tied;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void train() throws IOException {
    data = ToyImages.write(folder.resolve("toy"), 300, 40);
    variational =
        QuickRun.train(folder, data, "variational", "hidden=12", "code=3", "validation=last:50");
    tied = QuickRun.train(folder, data, "tied", "hidden=12", "code=3", "validation=last:50");
  }

  private int execute(Object... arguments) {
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return line.execute(
        java.util.Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
  }

  private Path file(String name) {
    return folder.resolve("out").resolve(name);
  }

  private static INDArray matrix(Path npy) {
    return Datasets.matrix(npy).features();
  }

  @Test
  void codesGoOutAndComeBackAsExamples() throws IOException {
    Path npy = file("codes.npy");
    assertThat(execute("encode", variational, "--data", data, "--out", npy, "--out", file("c.csv")))
        .as(err.toString())
        .isZero();
    INDArray codes = matrix(npy);
    assertThat(codes.shape()).containsExactly(40, 3);
    assertThat(Files.readAllLines(file("c.csv")).get(0)).isEqualTo("code_1,code_2,code_3,label");
    assertThat(execute("generate", variational, "--codes", npy, "--out", file("decoded.npy")))
        .isZero();
    assertThat(execute("reconstruct", variational, "--data", data, "--out", file("r.npy")))
        .isZero();
    // The decoder on the encoder's codes is the whole network.
    assertThat(matrix(file("decoded.npy")).distance2(matrix(file("r.npy")))).isLessThan(1e-5);
    assertThat(TrainedAutoencoder.load(variational).autoencoder().codeUnits()).isEqualTo(3);
  }

  @Test
  void anArmOfSeveralIsNamed() {
    Path codes = file("tied.npy");
    assertThat(
            execute(
                "encode",
                tied,
                "--arm",
                "gelu-output",
                "--data",
                data,
                "--part",
                "train",
                "--out",
                codes))
        .as(err.toString())
        .isZero();
    // Of 300 examples for training, the run held the last 50 out.
    assertThat(matrix(codes).size(0)).isEqualTo(250);
    assertThat(execute("encode", tied, "--data", data, "--out", codes)).isEqualTo(2);
    assertThat(err.toString())
        .contains("has the arms gelu-output, sigmoid-output: name one with --arm");
  }

  @Test
  void drawsPictures() throws IOException {
    assertThat(
            execute(
                "reconstruct",
                tied.resolve("gelu-output"),
                "--data",
                data,
                "--out",
                file("r.png"),
                "--first",
                3))
        .isZero();
    assertThat(execute("generate", variational, "--count", 13, "--out", file("g.png"))).isZero();
    assertThat(
            execute(
                "interpolate",
                variational.resolve("variational").resolve("model.zip"),
                "--data",
                data,
                "--between",
                0,
                39,
                "--steps",
                5,
                "--out",
                file("i.png")))
        .as(err.toString())
        .isZero();
    for (String name : List.of("r.png", "g.png", "i.png")) {
      assertThat(ImageIO.read(file(name).toFile()).getWidth()).as(name).isGreaterThan(30);
    }
  }

  @Test
  void drawsTheSameExamplesFromTheSameSeed() {
    for (String name : List.of("a.npy", "b.npy")) {
      assertThat(execute("generate", variational, "--count", 3, "--out", file(name))).isZero();
    }
    assertThat(execute("generate", variational, "--count", 3, "--seed", 2, "--out", file("c.npy")))
        .isZero();
    assertThat(matrix(file("a.npy"))).isEqualTo(matrix(file("b.npy")));
    assertThat(matrix(file("a.npy"))).isNotEqualTo(matrix(file("c.npy")));
  }

  @Test
  void scoresAnomaliesByTheRunsValidationPart() throws IOException {
    Path scores = file("scores.csv");
    assertThat(
            execute(
                "score-anomalies", variational, "--data", data, "--out", scores, "--quantile", 0.5))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("50 normal examples (the run's validation part)");
    List<String> lines = Files.readAllLines(scores);
    assertThat(lines).hasSize(41);
    assertThat(lines.get(0)).isEqualTo("example,label,squaredError,anomaly");
    assertThat(lines.stream().filter(line -> line.endsWith(",true")).count()).isBetween(5L, 35L);
    // On the very data the threshold is chosen on, its quantile holds.
    out.getBuffer().setLength(0);
    assertThat(
            execute(
                "score-anomalies",
                variational,
                "--data",
                data,
                "--part",
                "all",
                "--normal",
                data,
                "--out",
                scores,
                "--quantile",
                0.9))
        .isZero();
    assertThat(out.toString()).contains("Anomalies: 10.00 % of 300");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "encode no/such/run --data DATA --out OUT/x.npy",
        "encode RUN --data DATA --out OUT/x.xls",
        "encode RUN --data mnist --out OUT/x.npy",
        "encode RUN --data mnits --out OUT/x.npy",
        "encode RUN --arm mine --data DATA --out OUT/x.npy",
        "encode RUN/config.yaml --data DATA --out OUT/x.npy",
        "encode EMPTY --data DATA --out OUT/x.npy",
        "reconstruct RUN --data DATA --out OUT/x.jpg",
        "reconstruct RUN --data DATA --out OUT/x.png --first 0",
        "generate TIED/gelu-output --out OUT/x.png",
        "generate RUN --out OUT/x.png --count 0",
        "generate RUN --codes RUN/config.yaml --out OUT/x.png",
        "interpolate RUN --data DATA --between 0 40 --out OUT/x.png",
        "interpolate RUN --data DATA --between 0 1 --steps 1 --out OUT/x.png",
        "score-anomalies RUN --data DATA --out OUT/x.npy",
        "score-anomalies RUN --data DATA --out /",
        "score-anomalies RUN --data DATA --out RUN/config.yaml/x.csv",
        "encode RUN --data DATA --out /",
        "encode RUN --data DATA --out RUN/config.yaml/x.npy",
        "encode RUN --data DATA --out OUT/x.npy --variable a,b",
        "encode RUN --data DATA --out OUT/x.mat --variable label",
        "encode RUN --data DATA --out OUT/x.mat --variable for",
        "encode RUN/variational --data mnist --part validation --out OUT/x.npy",
        "reconstruct RUN --data DATA --out /",
        "generate RUN --out /",
        "interpolate RUN --data DATA --between 0 1 --out /",
        "score-anomalies RUN --data DATA --out OUT/x.csv --quantile 1",
        "score-anomalies EMPTY/model.zip --data DATA --out OUT/x.csv",
      })
  void aMistakeIsOneLineAndNothingIsWritten(String line) throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Path written = folder.resolve("written");
    Object[] arguments =
        line.replace("RUN", variational.toString())
            .replace("TIED", tied.toString())
            .replace("EMPTY", empty.toString())
            .replace("DATA", data)
            .replace("OUT", written.toString())
            .split(" ");
    assertThat(execute(arguments)).isEqualTo(2);
    assertThat(err.toString().strip().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("bottleneck: ").doesNotContain("Exception");
    assertThat(written).doesNotExist();
  }

  /** A model without the run around it has lost the data the threshold is chosen on. */
  @Test
  void aModelAloneWantsNormalData() throws IOException {
    Path alone = folder.resolve("alone.zip");
    Files.copy(variational.resolve("variational").resolve("model.zip"), alone);
    assertThat(execute("score-anomalies", alone, "--data", data, "--out", file("x.csv")))
        .isEqualTo(2);
    assertThat(err.toString()).contains("name normal data with --normal");
  }
}
