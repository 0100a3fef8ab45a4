package dev.bottleneck.step;

import dev.bottleneck.study.Arm;
import dev.bottleneck.study.AutoencoderExperiment;
import dev.bottleneck.study.AutoencoderHyperparameters;
import dev.bottleneck.study.ConfigurationFile;
import dev.bottleneck.study.ShippedConfigurations;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The network of every shipped dense or recurrent autoencoder, made small, is compiled and trains
 * as DL4J's.
 */
class ShippedVariantsTest {
  private static final List<String> SMALL =
      List.of(
          "inputs=24", "code=6", "hidden=17", "hidden=[17, 9]", "active=2", "height=4", "width=6");

  private record Case(String name, Arm arm, MultiLayerNetwork network) {
    @Override
    public String toString() {
      return name + ", " + arm.title();
    }
  }

  static Stream<Case> small() {
    return variants(true);
  }

  static Stream<Case> shipped() {
    return variants(false);
  }

  private static Stream<Case> variants(boolean small) {
    return ShippedConfigurations.all().entrySet().stream()
        .filter(entry -> !entry.getKey().equals("convolutional"))
        .flatMap(
            entry -> {
              ConfigurationFile file = ConfigurationFile.parse(entry.getKey(), entry.getValue());
              return file.experiment() instanceof AutoencoderExperiment<?> experiment
                  ? cases(entry.getKey(), experiment, file, small)
                  : Stream.empty();
            });
  }

  private static <H extends Record & AutoencoderHyperparameters> Stream<Case> cases(
      String name, AutoencoderExperiment<H> experiment, ConfigurationFile file, boolean small) {
    for (String setting : small ? SMALL : List.<String>of()) {
      String key = setting.substring(0, setting.indexOf('='));
      if (Stream.of(experiment.hyperparameters().getRecordComponents())
          .anyMatch(
              c ->
                  c.getName().equals(key)
                      && (c.getType() == List.class) == setting.endsWith("]"))) {
        file.set(setting);
      }
    }
    H h = file.read(experiment).hyperparameters();
    return experiment.arms(h).stream()
        .map(
            arm -> {
              MultiLayerNetwork net = new MultiLayerNetwork(experiment.network(h, arm, 11));
              net.init();
              return new Case(name, arm, net);
            });
  }

  @ParameterizedTest
  @MethodSource("small")
  void trainsAsDl4jDoes(Case variant) {
    Parity.holds(variant.network(), Parity.images(16, 24));
  }

  /** Other shapes, other primitives: at full size, too, there is a fast one for each. */
  @ParameterizedTest
  @MethodSource("shipped")
  void isCompiledAtItsFullSize(Case variant) {
    Parity.sameGradient(variant.network(), Parity.images(32, 784)[0]);
  }
}
