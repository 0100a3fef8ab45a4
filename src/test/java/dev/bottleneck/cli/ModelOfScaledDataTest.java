package dev.bottleneck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.autoencoder.Scaling;
import dev.bottleneck.autoencoder.TrainedAutoencoder;
import dev.bottleneck.data.DataOptions;
import dev.bottleneck.data.Datasets;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import us.hebi.matlab.mat.format.Mat5;

/** The commands on data that were scaled for training, whose classes have names. */
class ModelOfScaledDataTest {
  private static final int ROWS = 40;
  private static final int PIXELS = 24;

  @TempDir static Path folder;
  private static String data;
  private static Path run;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Grey images of 4 × 6 pixels between 100 and 111 of 255, in folders named after the classes. */
  private static void write(int number, int brighter) throws IOException {
    SplittableRandom random = new SplittableRandom(number);
    BufferedImage image = new BufferedImage(6, 4, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < PIXELS; i++) {
      int value = 100 + brighter + random.nextInt(8) + 4 * (number % 2);
      image.getRaster().setSample(i % 6, i / 6, 0, value);
    }
    Path place = Files.createDirectories(folder.resolve("data/" + name(number % 2)));
    ImageIO.write(image, "png", place.resolve(number + ".png").toFile());
  }

  private static String name(int label) {
    return label == 0 ? "ankle" : "bag";
  }

  @BeforeAll
  static void train() throws IOException {
    for (int i = 0; i < ROWS; i++) {
      write(i, 0);
    }
    data = "images:" + folder.resolve("data");
    String[] arguments =
        ("run undercomplete --seeds 1 --parallel 1 --out "
                + folder.resolve("runs")
                + " --set data='"
                + data
                + "' --set inputs="
                + PIXELS
                + " --set code=2"
                + " --set batchSize=16 --set epochs=2 --set validation=random:0.2:1"
                + " --set evaluateOn=validation --set scale=minmax")
            .split(" ");
    assertThat(Main.commandLine().execute(arguments)).isZero();
    try (var runs = Files.list(folder.resolve("runs").resolve("undercomplete"))) {
      run = runs.findFirst().orElseThrow();
    }
  }

  private int execute(Object... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
  }

  private void succeed(Object... arguments) {
    assertThat(execute(arguments)).as(err.toString()).isZero();
  }

  private void refused(String message, Object... arguments) {
    assertThat(execute(arguments)).isEqualTo(2);
    assertThat(err.toString().strip().lines()).hasSize(1);
    assertThat(err.toString()).contains(message);
  }

  private static Path file(String name) {
    return folder.resolve("out").resolve(name);
  }

  private static INDArray matrix(Path npy) {
    return Datasets.matrix(npy).features();
  }

  @Test
  void theCardHoldsNamesAndScaling() {
    var card = TrainedAutoencoder.load(run).card();
    assertThat(card.classNames()).containsExactly("ankle", "bag");
    assertThat(card.scaling().kind()).isEqualTo(Scaling.Kind.MINMAX);
    assertThat(card.scaling().shift()).hasSize(PIXELS);
    assertThat(card.scaling().shift()[0]).isBetween(100 / 255f, 101 / 255f);
    assertThat(card.scaling().scale()[0]).isBetween(9 / 255f, 12 / 255f);
  }

  @Test
  void codesAreThoseOfScaledExamples() throws IOException {
    succeed(
        "encode",
        run,
        "--data",
        data,
        "--out",
        file("c.npy"),
        "--out",
        file("c.csv"),
        "--out",
        file("c.mat"));
    var loaded = TrainedAutoencoder.load(run);
    INDArray raw = Datasets.open(data, DataOptions.defaults()).pool().features();
    INDArray expected = loaded.autoencoder().encode(loaded.card().scaling().apply(raw));
    assertThat(matrix(file("c.npy"))).isEqualTo(expected);
    assertThat(out.toString()).contains("classes are not in it: 0 = ankle, 1 = bag");
    List<String> lines = Files.readAllLines(file("c.csv"));
    assertThat(lines.get(0)).isEqualTo("code_1,code_2,label,className");
    assertThat(lines.get(1)).endsWith(",0,ankle");
    assertThat(lines.get(ROWS)).endsWith(",1,bag");
    try (var mat = Mat5.readFromFile(file("c.mat").toFile())) {
      assertThat(mat.getCell("classNames").getChar(1, 0).getString()).isEqualTo("bag");
    }
  }

  /** Narrow as they are, scaled values would lie far outside. */
  @Test
  void whatIsDecodedIsInTheUnitsOfTheData() {
    succeed("reconstruct", run, "--data", data, "--out", file("r.npy"));
    succeed("encode", run, "--data", data, "--out", file("codes.npy"));
    succeed("generate", run, "--codes", file("codes.npy"), "--out", file("g.npy"));
    succeed("interpolate", run, "--data", data, "--between", 3, 36, "--out", file("i.npy"));
    assertThat(out.toString())
        .contains("10 steps from example 3, of class 0 (ankle) to example 36, of class 1 (bag)");
    for (String name : List.of("r.npy", "g.npy", "i.npy")) {
      assertThat(matrix(file(name)).minNumber().doubleValue()).isGreaterThan(99 / 255.0);
      assertThat(matrix(file(name)).maxNumber().doubleValue()).isLessThan(112 / 255.0);
    }
    assertThat(matrix(file("g.npy")).sub(matrix(file("r.npy"))).amaxNumber().doubleValue())
        .isLessThan(1e-5);
  }

  @Test
  void scoresInScaledUnitsAndSaysSo() throws IOException {
    // Capitals do not make it another form.
    succeed("score-anomalies", run, "--data", data, "--out", file("S.CSV"));
    assertThat(out.toString()).contains("(of values scaled as in training: MINMAX of 24 features)");
    List<String> lines = Files.readAllLines(file("S.CSV"));
    assertThat(lines.get(0)).isEqualTo("example,label,className,squaredError,anomaly");
    assertThat(lines.get(1)).startsWith("0,0,ankle,");
    assertThat(Double.parseDouble(lines.get(1).split(",")[3])).isBetween(0.0, 1.0);
  }

  @Test
  void partsAreThoseOfTheRun() {
    int sum = 0;
    for (String part : List.of("train", "validation", "test")) {
      succeed(
          "encode",
          run.resolve("undercomplete"),
          "--data",
          "images:" + folder + "/./data",
          "--part",
          part,
          "--out",
          file(part + ".npy"));
      sum += (int) matrix(file(part + ".npy")).size(0);
    }
    assertThat(sum).isEqualTo(ROWS);
    assertThat(matrix(file("test.npy")).size(0)).isEqualTo(ROWS / 5);
    succeed("encode", run, "--data", data, "--part", "all", "--out", file("all.npy"));
    assertThat(matrix(file("all.npy")).size(0)).isEqualTo(ROWS);
  }

  @Test
  void dataThatHaveChangedAreNotDividedAsTheRunWas() throws IOException {
    try {
      for (int i = 0; i < ROWS; i++) {
        write(i, 1);
      }
      refused(
          "the validation examples of " + data + " are not those of the run any more",
          "encode",
          run,
          "--data",
          data,
          "--part",
          "validation",
          "--out",
          file("v.npy"));
    } finally {
      for (int i = 0; i < ROWS; i++) {
        write(i, 0);
      }
    }
  }

  /** The numbers of the screen are the same everywhere. */
  @Test
  void theScreenIsIndependentOfTheLocale() {
    Locale before = Locale.getDefault();
    StringBuilder texts = new StringBuilder();
    try {
      for (String language : List.of("en", "de", "ar-EG-u-nu-arab")) {
        Locale.setDefault(Locale.forLanguageTag(language));
        out.getBuffer().setLength(0);
        succeed("encode", run, "--data", data, "--out", file("l.npy"));
        succeed("score-anomalies", run, "--data", data, "--out", file("l.csv"));
        texts.append(out).append('|');
      }
    } finally {
      Locale.setDefault(before);
    }
    String[] each = texts.toString().split("\\|");
    assertThat(IntStream.range(0, 3)).allSatisfy(i -> assertThat(each[i]).isEqualTo(each[0]));
  }
}
