package dev.bottleneck.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.study.autoencoder.AutoencoderHyperparameters;
import dev.bottleneck.study.autoencoder.ReconstructionExperiment;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.training.Network;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.RmsProp;

/** The shipped autoencoders start from the parameters their sources start from, biases too. */
class InitialParametersTest {
  /** Keras's: Glorot's weights, biases 0. A new variant may begin otherwise. */
  private static final Set<String> GLOROT =
      Set.of(
          "stacked",
          "denoising-dropout",
          "denoising-gaussian",
          "salt-and-pepper",
          "sparse-l1",
          "sparse-kl",
          "tied",
          "greedy",
          "convolutional",
          "recurrent",
          "undercomplete",
          "fourier",
          "contractive",
          "k-sparse",
          "variational");

  private static final Set<String> OTHERWISE =
      Set.of("denoising-filters", "sigmoid-stack", "three-dimensional-code");

  private static final String LSTM = "recurrent";
  private static final Set<String> LSTM_LAYERS = Set.of("0", "1", "3");

  /** Of the three-dimensional code's layers, its encoder's and its decoder's. */
  private static final double[] FAN_INS = {784, 128, 64, 12, 3, 12, 64, 128};

  private record Case(String name, Arm arm, Network network) {
    @Override
    public String toString() {
      return name + ", " + arm.title();
    }
  }

  static Stream<Case> shipped() {
    return ShippedConfigurations.all().entrySet().stream()
        .filter(entry -> GLOROT.contains(entry.getKey()) || OTHERWISE.contains(entry.getKey()))
        .flatMap(
            entry -> {
              ConfigurationFile file = ConfigurationFile.parse(entry.getKey(), entry.getValue());
              return file.experiment() instanceof ReconstructionExperiment<?> experiment
                  ? cases(entry.getKey(), experiment, file)
                  : Stream.empty();
            });
  }

  private static <H extends Record & AutoencoderHyperparameters> Stream<Case> cases(
      String name, ReconstructionExperiment<H> experiment, ConfigurationFile file) {
    H h = file.read(experiment).hyperparameters();
    return experiment.arms(h).stream()
        .map(
            arm ->
                new Case(name, arm, experiment.initialized(experiment.definition(h, arm, 5), 5)));
  }

  @Test
  void findsThemAll() {
    assertThat(shipped().map(Case::name).distinct()).hasSize(GLOROT.size() + OTHERWISE.size());
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void areDrawnAsTheSourceDrawsThem(Case variant) {
    Map<String, INDArray> parameters = variant.network().model().paramTable();
    assertThat(parameters).isNotEmpty();
    parameters.forEach((key, values) -> check(variant, key, values.castTo(DataType.DOUBLE)));
  }

  private static void check(Case variant, String key, INDArray values) {
    String layer = key.substring(0, key.indexOf('_'));
    String what = variant + ", " + key;
    if (key.endsWith("_RW")) {
      INDArray gram = values.mmul(values.transpose());
      gram.subi(Nd4j.eye(values.size(0)).castTo(DataType.DOUBLE));
      assertThat(gram.amaxNumber().doubleValue()).as(what).isLessThan(1e-5);
    } else if (variant.name().equals("sigmoid-stack")) {
      isNormal(what, values);
    } else if (variant.name().equals("three-dimensional-code")) {
      isUniform(what, values, 1 / Math.sqrt(FAN_INS[Integer.parseInt(layer)]));
    } else if (key.endsWith("_b")) {
      isZeroButForForgetGates(
          what, values, variant.name().equals(LSTM) && LSTM_LAYERS.contains(layer));
    } else {
      double scale = variant.name().equals("denoising-filters") ? 4 : 1;
      isUniform(what, values, scale * Math.sqrt(6 / fans(values)));
    }
  }

  /** Of weights [in, out], or of a kernel [a, b, height, width], a and b being in and out. */
  private static double fans(INDArray weights) {
    double field = weights.rank() == 4 ? weights.size(2) * weights.size(3) : 1;
    return field * (weights.size(0) + weights.size(1));
  }

  /** Within five standard errors of the variance, which are √(4/5n) of it. */
  private static void isUniform(String what, INDArray values, double bound) {
    double n = values.length();
    assertThat(values.amaxNumber().doubleValue())
        .as(what)
        .isBetween((1 - 5 / n) * bound * 0.99, bound * (1 + 1e-6));
    assertThat(meanSquare(values))
        .as(what)
        .isCloseTo(bound * bound / 3, within(bound * bound / 3 * 5 * Math.sqrt(0.8 / n)));
  }

  /** Within five standard errors of the variance, √(2/n), and beyond what a uniform one reaches. */
  private static void isNormal(String what, INDArray values) {
    double n = values.length();
    assertThat(meanSquare(values)).as(what).isCloseTo(1, within(5 * Math.sqrt(2 / n)));
    assertThat(values.amaxNumber().doubleValue()).as(what).isGreaterThan(Math.sqrt(3));
  }

  private static double meanSquare(INDArray values) {
    double norm = values.norm2Number().doubleValue();
    return norm * norm / values.length();
  }

  /** DL4J's second block of an LSTM's biases is the forget gates'. */
  private static void isZeroButForForgetGates(String what, INDArray values, boolean lstm) {
    double[] bias = values.ravel().toDoubleVector();
    double[] expected = new double[bias.length];
    if (lstm) {
      Arrays.fill(expected, bias.length / 4, bias.length / 2, 1);
    }
    assertThat(bias).as(what).isEqualTo(expected);
  }

  /** Keras 2: 1e-7; Keras of 2016, TensorFlow 1 and PyTorch: 1e-8. */
  @Test
  void theUpdatersHaveTheSourcesEpsilon() {
    Set<String> older = Set.of("undercomplete", "sigmoid-stack", "three-dimensional-code");
    shipped()
        .filter(variant -> !variant.name().equals("denoising-filters"))
        .forEach(
            variant ->
                assertThat(epsilon(variant.network()))
                    .as(variant.toString())
                    .isEqualTo(older.contains(variant.name()) ? 1e-8 : 1e-7));
  }

  private static double epsilon(Network net) {
    BaseLayer layer = (BaseLayer) net.definition().layers().get(0);
    IUpdater updater = layer.getIUpdater();
    if (updater instanceof RmsProp rmsProp) {
      return rmsProp.getEpsilon();
    }
    return updater instanceof AdaDelta adaDelta
        ? adaDelta.getEpsilon()
        : ((Adam) updater).getEpsilon();
  }
}
