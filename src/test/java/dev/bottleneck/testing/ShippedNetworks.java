package dev.bottleneck.testing;

import dev.bottleneck.study.autoencoder.AutoencoderHyperparameters;
import dev.bottleneck.study.autoencoder.ReconstructionExperiment;
import dev.bottleneck.study.configuration.OutputLoss;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.NetworkDefinition;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;

/** The network of every arm of every shipped autoencoder, initialised. */
public final class ShippedNetworks {
  private static final List<String> SMALL =
      List.of(
          "inputs=24", "code=6", "hidden=17", "hidden=[17, 9]", "active=2", "height=4", "width=6");

  private static final Map<String, List<String>> OTHERWISE_SMALL =
      Map.of(
          "convolutional",
          List.of("height=12", "width=12", "filters=[4, 5, 6]"),
          "skip-connections",
          List.of("height=12", "width=12", "filters=[4, 5, 6]"),
          "fourier", // small as it is, and at its learning rate chaotic when larger
          List.of());

  /** One of them. */
  public record Variant(String name, Arm arm, int inputs, String code, Network network) {
    @Override
    public String toString() {
      return name + ", " + arm.title();
    }
  }

  private ShippedNetworks() {}

  /** Made small, of the same layers. */
  public static Stream<Variant> small() {
    return variants(true, OutputLoss.OWN);
  }

  /** The same with the loss and the output for real values. */
  public static Stream<Variant> smallForRealValues() {
    return variants(true, OutputLoss.SQUARED_ERROR);
  }

  /** As they are shipped. */
  public static Stream<Variant> shipped() {
    return variants(false, OutputLoss.OWN);
  }

  private static Stream<Variant> variants(boolean small, OutputLoss loss) {
    return ShippedConfigurations.all().entrySet().stream()
        .flatMap(
            entry -> {
              ConfigurationFile file = ConfigurationFile.parse(entry.getKey(), entry.getValue());
              return file.experiment() instanceof ReconstructionExperiment<?> experiment
                  ? cases(entry.getKey(), experiment, file, small, loss)
                  : Stream.empty();
            });
  }

  private static <H extends Record & AutoencoderHyperparameters> Stream<Variant> cases(
      String name,
      ReconstructionExperiment<H> experiment,
      ConfigurationFile file,
      boolean small,
      OutputLoss loss) {
    List<String> settings = small ? OTHERWISE_SMALL.getOrDefault(name, SMALL) : List.of();
    for (String setting : settings) {
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
              NetworkDefinition network = experiment.definition(h, arm, 11);
              loss.applyTo(network);
              Network net = experiment.initialized(network, 11);
              if (arm.key().equals("gelu-output")) {
                // Near 0 this arm's loss has the slope 1/p, which magnifies the last digit of p.
                Layer last = net.layerOf(net.nodes().get(net.nodes().size() - 2)).orElseThrow();
                last.getParam("b").addi(0.5);
              }
              return new Variant(name, arm, h.inputs(), experiment.code(h), net);
            });
  }
}
