package dev.bottleneck.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.Asked;
import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.step.EngineChoice;
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
    String data = ToyImages.write(folder.resolve("toy"), 300, 40);
    ConfigurationFile file =
        ShippedConfigurations.open("denoising-dropout")
            .set("data='" + data + "'")
            .set("validation=last:50")
            .set("seeds=1")
            .set("epochs=2")
            .set("engine=" + engine);
    file.set("inputs=64").set("hidden=12").set("code=3");
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
