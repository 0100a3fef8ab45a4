package dev.bottleneck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.autoencoder.TrainedAutoencoder;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.testing.OnnxSession;
import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine;

/** {@code bottleneck export} of a quick run. */
class ExportCommandTest {
  @TempDir static Path folder;
  private static Path run;
  private static Path model;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void train() throws IOException {
    String data = ToyImages.write(folder.resolve("toy"), 300, 40);
    run = QuickRun.train(folder, data, "variational", "hidden=12", "code=3", "validation=last:50");
    model = run.resolve("variational").resolve("model.zip");
  }

  private int execute(Object... arguments) {
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return line.execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
  }

  private static Path file(String name) {
    return folder.resolve("out").resolve(name);
  }

  /** A runtime of another make gives the codes, and what the model is of is said in the file. */
  @Test
  void exportsForOtherPrograms() throws Exception {
    Path onnx = file("model.onnx");
    assertThat(
            execute(
                "export",
                run,
                "--onnx",
                onnx,
                "--safetensors",
                file("model.safetensors"),
                "--npz",
                file("model.npz")))
        .as(err.toString())
        .isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "ONNX of the encoder: " + onnx,
            "weights as safetensors: " + file("model.safetensors"),
            "weights as .npz: " + file("model.npz"));
    assertThat(file("model.safetensors")).isNotEmptyFile();
    assertThat(file("model.npz")).isNotEmptyFile();
    TrainedAutoencoder ours = TrainedAutoencoder.load(run).autoencoder();
    INDArray examples = Networks.uniform(DataType.FLOAT, 1, 5, ToyImages.PIXELS);
    try (OnnxSession session = OnnxSession.open(onnx)) {
      INDArray codes = Nd4j.createFromArray(session.run(examples.toFloatMatrix()));
      assertThat(codes.distance2(ours.encode(examples))).isLessThan(1e-5);
      assertThat(session.metadata())
          .containsEntry("arm", "variational")
          .containsEntry("scaling", "none")
          .containsEntry("run", run.getFileName().toString())
          .containsKeys("experiment", "seed", "data", "dataSha256", "gitCommit");
    }
    assertThat(execute("export", run, "--onnx", onnx, "--part", "decoder")).isZero();
    try (OnnxSession session = OnnxSession.open(onnx)) {
      assertThat(session.inputShape()).containsExactly(-1, 3);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "export RUN",
        "export RUN --part decoder",
        "export RUN --part decoder --npz OUT/x.npz",
        "export RUN --onnx /",
        "export RUN --onnx RUN/config.yaml/x.onnx",
        "export RUN --arm mine --npz OUT/x.npz",
        "export EMPTY --safetensors OUT/x.safetensors",
        "export no/such/run --onnx OUT/x.onnx",
        "export RUN --npz RUN/variational/model.zip",
        "export RUN --onnx OUT/x.npz",
        "export RUN --npz OUT/x.npz --safetensors OUT/x",
      })
  void aMistakeIsOneLineAndNothingIsWritten(String line) throws IOException {
    byte[] before = Files.readAllBytes(model);
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Path written = folder.resolve("written");
    Object[] arguments =
        line.replace("RUN", run.toString())
            .replace("EMPTY", empty.toString())
            .replace("OUT", written.toString())
            .split(" ");
    assertRefused(arguments);
    assertThat(written).doesNotExist();
    assertThat(model).hasBinaryContent(before);
  }

  private void assertRefused(Object... arguments) {
    assertThat(execute(arguments)).isEqualTo(2);
    assertThat(err.toString().strip().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("bottleneck: ").doesNotContain("Exception");
  }

  /** Neither the model nor another file that is asked for. */
  @Test
  void nothingIsWrittenOverThroughALink() throws IOException {
    byte[] before = Files.readAllBytes(model);
    Path link = Files.createSymbolicLink(folder.resolve("model.npz"), model);
    assertRefused("export", run, "--npz", link);
    assertThat(model).hasBinaryContent(before);
    Path other = Files.createSymbolicLink(folder.resolve("w.npz"), Path.of("w.onnx"));
    err.getBuffer().setLength(0);
    assertRefused("export", run, "--onnx", folder.resolve("w.onnx"), "--npz", other);
    assertThat(err.toString()).contains("w.npz: name a file that ends in .npz");
    assertThat(folder.resolve("w.onnx")).doesNotExist();
  }

  /** They are another program's, and say nothing of the model. */
  @Test
  void foreignFilesBesideAModelDoNotMatter() throws Exception {
    Path beside = Files.createDirectories(folder.resolve("beside"));
    Files.copy(model, beside.resolve("model.zip"));
    Files.writeString(beside.resolve("config.yaml"), "a: [");
    Files.writeString(beside.resolve("manifest.json"), "{");
    Path onnx = file("beside.onnx");
    assertThat(execute("export", beside.resolve("model.zip"), "--onnx", onnx))
        .as(err.toString())
        .isZero();
    try (OnnxSession session = OnnxSession.open(onnx)) {
      assertThat(session.metadata())
          .containsKey("dataSha256")
          .doesNotContainKeys("run", "gitCommit");
    }
  }
}
