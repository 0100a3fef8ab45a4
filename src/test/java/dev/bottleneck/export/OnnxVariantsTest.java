package dev.bottleneck.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.step.EngineChoice;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.experiment.ExperimentNetwork;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.testing.ShippedNetworks;
import dev.bottleneck.testing.ShippedNetworks.Variant;
import dev.bottleneck.training.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * ONNX Runtime computes of every shipped autoencoder what we do. {@code -Donnx.page=FILE} writes
 * the page of it, as results/ONNX.md.
 */
class OnnxVariantsTest {
  private static final double MOST = 1e-5;

  private static final String SEMI_SUPERVISED = "semi-supervised";

  private static final String CLASSIFIERS =
      "its networks are classifiers, and no autoencoder is kept";

  /** What has no autoencoder to be written, and why. */
  private static final Map<String, String> WITHOUT =
      new TreeMap<>(
          Map.of(
              "denoising-pretraining", CLASSIFIERS,
              "denoising-pretraining-long", CLASSIFIERS,
              "few-labels", CLASSIFIERS,
              "few-labels-convolutional", CLASSIFIERS,
              "few-labels-frozen", CLASSIFIERS));

  @TempDir static Path folder;
  private static final List<Agreement> SHIPPED = new ArrayList<>();

  static Stream<Variant> small() {
    return ShippedNetworks.small();
  }

  static Stream<Variant> shipped() {
    return Stream.concat(ShippedNetworks.shipped(), Stream.of(semiSupervised()));
  }

  /** It is a classifier as well, and therefore not among the others. */
  private static Variant semiSupervised() {
    ConfigurationFile file = ShippedConfigurations.open(SEMI_SUPERVISED);
    ExperimentNetwork network = onlyNetwork(file.experiment(), file);
    Arm arm = new Arm(SEMI_SUPERVISED, SEMI_SUPERVISED);
    Network initialized = network.definition().initialized();
    return new Variant(SEMI_SUPERVISED, arm, network.inputs(), "code", initialized);
  }

  private static <H extends Record> ExperimentNetwork onlyNetwork(
      Experiment<H> experiment, ConfigurationFile file) {
    Configuration<H> configuration = file.read(experiment);
    List<ExperimentNetwork> networks =
        experiment.networks(configuration.hyperparameters(), configuration.training());
    assertThat(networks).hasSize(1);
    return networks.get(0);
  }

  @AfterAll
  static void writePage() throws IOException {
    String page = System.getProperty("onnx.page", "");
    if (!page.isEmpty()) {
      // Not of some alone, as where one failed or was chosen.
      assertThat(SHIPPED.stream().map(row -> row.variant().toString()))
          .containsExactlyElementsOf(shipped().map(Variant::toString).toList());
      OnnxPage.write(Path.of(page), SHIPPED, WITHOUT);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shipped")
  void agreesAtItsFullSize(Variant variant) throws OrtException {
    Agreement agreement = Agreement.of(variant, folder);
    SHIPPED.add(agreement);
    assertAgrees(agreement);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("small")
  void agreesMadeSmall(Variant variant) throws OrtException {
    assertAgrees(Agreement.of(variant, folder));
  }

  private static void assertAgrees(Agreement agreement) {
    assertThat(agreement.largest().keySet()).contains(Part.ENCODER, Part.WHOLE);
    assertThat(agreement.largest())
        .allSatisfy((part, largest) -> assertThat(largest).isLessThan(MOST));
  }

  @Test
  void everyExperimentIsWrittenOrHasItsReason() {
    Set<String> told = shipped().map(Variant::name).collect(Collectors.toCollection(TreeSet::new));
    assertThat(told).doesNotContainAnyElementsOf(WITHOUT.keySet());
    told.addAll(WITHOUT.keySet());
    assertThat(told).isEqualTo(new TreeSet<>(ShippedConfigurations.all().keySet()));
  }

  @Test
  void refusesTheDecoderThatNeedsMoreThanTheCode() {
    List<Exported> without =
        small()
            .map(variant -> Agreement.exported(variant, EngineChoice.AUTO))
            .filter(model -> !model.autoencoder().decodes())
            .toList();
    assertThat(without.stream().map(Exported::name).collect(Collectors.toList()))
        .containsExactly("skip-connections, skip connections");
    Path file = folder.resolve("decoder.onnx");
    assertThatThrownBy(() -> without.get(0).onnx(Part.DECODER).writeTo(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("connections lead around the code: export the encoder or the whole");
    assertThat(file).doesNotExist();
  }
}
