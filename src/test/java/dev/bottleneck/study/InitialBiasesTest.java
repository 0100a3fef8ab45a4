package dev.bottleneck.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.Asked;
import dev.bottleneck.autoencoder.ModelFile;
import dev.bottleneck.device.Devices;
import dev.bottleneck.device.Hardware;
import dev.bottleneck.experiment.SigmoidStackExperiment;
import dev.bottleneck.experiment.SigmoidStackExperiment.Hyperparameters;
import dev.bottleneck.runtime.Seeds;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A whole study trains from the biases that its variant draws. */
class InitialBiasesTest {
  @TempDir Path folder;

  private Path run(SigmoidStackExperiment experiment, ConfigurationFile file) throws IOException {
    RunOptions options = Asked.run("--out", folder.resolve("runs").toString());
    Configuration<Hyperparameters> configuration = file.read(experiment);
    new Study<>(experiment, configuration, options, Hardware.of(Devices.present()))
        .run(new PrintWriter(new StringWriter()));
    try (Stream<Path> models = Files.walk(folder.resolve("runs"))) {
      return models.filter(path -> path.endsWith("model.zip")).findFirst().orElseThrow();
    }
  }

  /** At so small a learning rate the trained parameters are the initial ones. */
  @Test
  void aJobBeginsWithThem() throws IOException {
    SigmoidStackExperiment experiment = new SigmoidStackExperiment();
    ConfigurationFile file =
        ShippedConfigurations.open("sigmoid-stack")
            .set("data='" + ToyImages.write(folder.resolve("toy"), 40, 20) + "'")
            .set("inputs=" + ToyImages.PIXELS)
            .set("hidden=7")
            .set("code=3")
            .set("validation=last:10")
            .set("seeds=1")
            .set("firstSeed=1")
            .set("epochs=1")
            .set("learningRate=1e-9");
    Hyperparameters h = file.read(experiment).hyperparameters();
    INDArray trained = ModelFile.read(run(experiment, file)).network().params();

    long seed = Seeds.derive(1, "weights");
    MultiLayerNetwork begun =
        experiment
            .initialized(experiment.definition(h, experiment.arms(h).get(0), seed), seed)
            .asLayers();
    assertThat(trained.distance2(begun.params())).isLessThan(1e-4);
    assertThat(begun.getParam("3_b").norm2Number().doubleValue()).isGreaterThan(1);
  }
}
