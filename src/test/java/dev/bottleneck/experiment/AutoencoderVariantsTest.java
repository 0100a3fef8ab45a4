package dev.bottleneck.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.autoencoder.ModelFile;
import dev.bottleneck.autoencoder.TrainedAutoencoder;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.autoencoder.AutoencoderHyperparameters;
import dev.bottleneck.study.autoencoder.ReconstructionExperiment;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.configuration.OutputLoss;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.testing.NetworkCopies;
import dev.bottleneck.training.Engine;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.NetworkDefinition;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** What holds for the network of every shipped autoencoder. */
class AutoencoderVariantsTest {
  private static final int SMALL_INPUTS = 6;

  @TempDir Path folder;

  /** Settings that make a network small enough for finite differences. */
  private static final List<String> SMALL =
      List.of("inputs=" + SMALL_INPUTS, "code=3", "hidden=5", "hidden=[5, 4]", "active=2");

  /** Weights and biases of the shipped setting, counted by hand; tied weights count once. */
  private static final Map<String, Integer> PARAMETERS =
      Map.ofEntries(
          Map.entry("stacked", 784 * 100 + 100 + 100 * 30 + 30 + 30 * 100 + 100 + 100 * 784 + 784),
          Map.entry(
              "sparse-kl", 784 * 100 + 100 + 100 * 300 + 300 + 300 * 100 + 100 + 100 * 784 + 784),
          Map.entry("tied", 784 * 100 + 100 + 100 * 30 + 30 + 100 + 784),
          Map.entry("fourier", 30 * 2 + 2 + 2 * 30 + 30),
          Map.entry("undercomplete", 784 * 32 + 32 + 32 * 784 + 784),
          Map.entry("denoising-filters", 784 * 500 + 500 + 784),
          Map.entry("contractive", 784 * 100 + 100 + 784),
          Map.entry(
              "variational", 784 * 256 + 256 + 256 * 40 + 40 + 20 * 256 + 256 + 256 * 784 + 784),
          Map.entry(
              "sigmoid-stack",
              784 * 256 + 256 + 256 * 128 + 128 + 128 * 256 + 256 + 256 * 784 + 784));

  /** A network of one arm, and what it was made from. */
  private record Case(
      String name, Arm arm, Network network, int inputs, String code, Optional<Integer> codeUnits) {
    @Override
    public String toString() {
      return name + ", " + arm.title();
    }
  }

  private static <H extends Record & AutoencoderHyperparameters> Stream<Case> cases(
      String name, ReconstructionExperiment<H> experiment, ConfigurationFile file) {
    Configuration<H> configuration = file.read(experiment);
    H h = configuration.hyperparameters();
    return experiment.arms(h).stream()
        .map(
            arm -> {
              Network net = experiment.initialized(experiment.definition(h, arm, 11), 11);
              return new Case(name, arm, net, h.inputs(), experiment.code(h), codeUnits(h));
            });
  }

  /** What the hyper-parameters say of the code's size. */
  private static Optional<Integer> codeUnits(Record h) {
    return Stream.of(h.getClass().getRecordComponents())
        .filter(c -> c.getName().equals("code"))
        .findFirst()
        .map(
            c -> {
              try {
                return (Integer) c.getAccessor().invoke(h);
              } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
              }
            });
  }

  private static Stream<Case> all(boolean small) {
    return ShippedConfigurations.all().entrySet().stream()
        .flatMap(
            entry -> {
              ConfigurationFile file = ConfigurationFile.parse(entry.getKey(), entry.getValue());
              if (!(file.experiment() instanceof ReconstructionExperiment<?> experiment)) {
                return Stream.empty();
              }
              if (small) {
                SMALL.forEach(setting -> setIfItFits(file, experiment, setting));
              }
              return cases(entry.getKey(), experiment, file);
            });
  }

  /** A key that the variant does not have, or has in another form, stays as it is. */
  private static void setIfItFits(
      ConfigurationFile file, ReconstructionExperiment<?> experiment, String setting) {
    String key = setting.substring(0, setting.indexOf('='));
    if (Stream.of(experiment.hyperparameters().getRecordComponents())
        .anyMatch(
            c -> c.getName().equals(key) && (c.getType() == List.class) == setting.endsWith("]"))) {
      file.set(setting);
    }
  }

  static Stream<Case> shipped() {
    return all(false);
  }

  /** Those whose inputs can be so few; one that wants an image's shape has a test of its own. */
  static Stream<Case> small() {
    return all(true).filter(variant -> variant.inputs() == SMALL_INPUTS);
  }

  private static INDArray images(int rows, int columns, DataType type) {
    return Nd4j.createFromArray(
            new SplittableRandom(3).doubles((long) rows * columns).map(v -> v * v).toArray())
        .reshape(rows, columns)
        .castTo(type);
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void givesBackWhatItGetsInShapeAndLearns(Case variant) {
    Network net = variant.network();
    INDArray x = images(16, variant.inputs(), DataType.FLOAT);
    assertThat(net.activations(Network.INPUT, net.output(), x).shape())
        .containsExactly(16, variant.inputs());
    double before = net.score(new DataSet(x, x));
    for (int step = 0; step < 20; step++) {
      net.fit(new DataSet(x, x));
    }
    assertThat(net.score(new DataSet(x, x))).isFinite().isLessThan(before);
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void theCodeLayerGivesTheCode(Case variant) {
    INDArray x = images(4, variant.inputs(), DataType.FLOAT);
    INDArray code = variant.network().activations(Network.INPUT, variant.code(), x);
    variant.codeUnits().ifPresent(units -> assertThat(code.shape()).containsExactly(4, units));
    assertThat(code.length()).isPositive();
  }

  /** Encoder and decoder apart, of the network as it is read from its file. */
  @ParameterizedTest
  @MethodSource("shipped")
  void comesInTwoHalvesFromItsFile(Case variant) throws IOException {
    Network net = variant.network();
    Path file = folder.resolve("model.zip");
    try (OutputStream out = Files.newOutputStream(file)) {
      ModelFile.write(net, Optional.empty(), out);
    }
    INDArray x = images(3, variant.inputs(), DataType.FLOAT);
    TrainedAutoencoder read =
        TrainedAutoencoder.of(
            ModelFile.read(file).network(),
            variant.code(),
            variant.inputs(),
            Engine.DEEPLEARNING4J);
    INDArray output = net.activations(Network.INPUT, net.output(), x);
    assertThat(read.reconstruct(x)).isEqualTo(output);
    if (read.decodes()) {
      assertThat(read.decode(read.encode(x)).distance2(output)).isLessThan(1e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("small")
  void gradientEqualsFiniteDifferences(Case variant) {
    VariantContract.followsItsGradient(variant.network(), images(3, SMALL_INPUTS, DataType.DOUBLE));
  }

  /** Trained for real values, with the squared error in place of the variant's own loss. */
  @ParameterizedTest
  @MethodSource("small")
  void gradientOfTheSquaredErrorEqualsFiniteDifferences(Case variant) {
    NetworkDefinition definition = NetworkCopies.of(variant.network()).definition();
    OutputLoss.SQUARED_ERROR.applyTo(definition);
    Network net = definition.initialized();
    INDArray real = images(3, SMALL_INPUTS, DataType.DOUBLE).muli(10).subi(3);
    VariantContract.followsItsGradient(net, real);
  }

  @Test
  void hasTheParametersOfTheShippedSetting() {
    shipped()
        .filter(variant -> PARAMETERS.containsKey(variant.name()))
        .forEach(
            variant ->
                assertThat(variant.network().numParams())
                    .as(variant.toString())
                    .isEqualTo(PARAMETERS.get(variant.name()).longValue()));
  }

  @Test
  void aCorruptionLevelMustFitItsKind() {
    ConfigurationFile file =
        ShippedConfigurations.open("denoising-gaussian").set("corruptionKind=masking");
    file.set("corruption=1.5");
    DenoisingExperiment experiment = new DenoisingExperiment();
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> file.read(experiment))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("corruption is 1.5: it must lie between 0 and 1");
  }
}
