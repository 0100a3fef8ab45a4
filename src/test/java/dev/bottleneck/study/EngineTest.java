package dev.bottleneck.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.Asked;
import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.step.EngineChoice;
import dev.bottleneck.step.cuda.TestedDevices;
import dev.bottleneck.step.cuda.device.KernelDevices;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.testing.ToyImages;
import dev.bottleneck.training.TrainingStep;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

class EngineTest {
  @TempDir Path folder;

  private StudyResult run(String engine) throws IOException {
    return run("denoising-dropout", engine, "hidden=12", "code=3");
  }

  /** Two epochs of a shipped experiment on small images. */
  private StudyResult run(String experiment, String engine, String... settings) throws IOException {
    String data = ToyImages.write(folder.resolve("toy"), 300, 40);
    ConfigurationFile file =
        ShippedConfigurations.open(experiment)
            .set("data='" + data + "'")
            .set("validation=last:50")
            .set("seeds=1")
            .set("epochs=2")
            .set("engine=" + engine);
    file.set("inputs=64");
    List.of(settings).forEach(file::set);
    return run(file.experiment(), file);
  }

  private <H extends Record> StudyResult run(Experiment<H> experiment, ConfigurationFile file) {
    RunOptions options = Asked.run("--out", folder.resolve("runs").toString());
    return new Study<>(experiment, file.read(experiment), options)
        .run(new PrintWriter(new StringWriter()));
  }

  private static double loss(StudyResult result) {
    return result.values(result.arms().get(0), "loss")[0];
  }

  @Test
  void theCompiledStepTrainsToTheSameLoss() throws IOException {
    double dl4j = loss(run("dl4j"));
    assertThat(loss(run("compiled"))).isCloseTo(dl4j, within(1e-5));
    assertThat(loss(run("auto"))).isCloseTo(dl4j, within(1e-5));
  }

  /** The processor stands in a GPU's place. */
  @Test
  void cudaTrainsToTheSameLoss() throws IOException {
    TestedDevices.required();
    assertThat(loss(run("cuda"))).isCloseTo(loss(run("compiled")), within(1e-5));
  }

  /**
   * The best epoch is gone back to, and phases follow one another, on the network's own vectors.
   */
  @Test
  void cudaGoesBackAndGoesOn() throws IOException {
    TestedDevices.required();
    String[] best = {"hidden=12", "code=3", "keep=best", "epochs=4"};
    assertThat(loss(run("denoising-dropout", "cuda", best)))
        .isCloseTo(loss(run("denoising-dropout", "compiled", best)), within(1e-5));
    String[] phases = {"hidden=12", "code=3", "pretrainingEpochs=2"};
    assertThat(loss(run("greedy", "cuda", phases)))
        .isCloseTo(loss(run("greedy", "compiled", phases)), within(1e-5));
  }

  /** It is told before anything is written. */
  @Test
  void withoutAGpuCudaIsRefused() {
    String devices = System.setProperty(KernelDevices.PROPERTY, KernelDevices.GPU);
    String library = System.setProperty("bottleneck.cuda.library", "no-such-library");
    try {
      assertThatThrownBy(() -> run("cuda"))
          .isInstanceOf(UserError.class)
          .hasMessageStartingWith("engine is cuda: no-such-library cannot be loaded (")
          .hasMessageEndingWith(
              "): install NVIDIA's driver (in a container: start it with --gpus all)");
    } finally {
      restore(KernelDevices.PROPERTY, devices);
      restore("bottleneck.cuda.library", library);
    }
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  private static void restore(String property, String value) {
    if (value == null) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, value);
    }
  }

  /** No engine is taken for another in silence. */
  @Test
  void whatCannotBeCompiledIsRefusedOrLeftToDl4j() {
    MultiLayerNetwork decaying =
        Networks.layers(
            DataType.FLOAT,
            new Sgd(0.1),
            new DenseLayer.Builder().nIn(4).nOut(2).l2(0.1).build(),
            new OutputLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
                .nIn(2)
                .nOut(4)
                .activation(Activation.SIGMOID)
                .build());
    assertThatThrownBy(() -> EngineChoice.COMPILED.step(decaying, 3, 4))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("engine is compiled: ")
        .hasMessageContaining("l2");
    INDArray x = Networks.uniform(DataType.FLOAT, 1, 3, 4);
    try (TrainingStep step = EngineChoice.AUTO.step(decaying, 3, 4)) {
      step.fit(new DataSet(x, x));
      assertThat(step.meanLoss()).isEqualTo(decaying.score());
    }
  }
}
