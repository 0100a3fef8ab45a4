package dev.bottleneck.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.testing.Contract;
import dev.bottleneck.testing.GradientCheck;
import dev.bottleneck.testing.Networks;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;

class ActivityPenaltyTest {
  private static final INDArray X = Networks.uniform(DataType.DOUBLE, 1, 5, 4);
  private static final DataSet BATCH = new DataSet(X, X);

  static Stream<ActivityPenalty> all() {
    return Stream.of(PenaltyScaling.values())
        .flatMap(s -> Stream.of(ActivityPenalty.l1(0.3, s), ActivityPenalty.kl(0.3, 0.1, s)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void networksFollowItsGradient(ActivityPenalty penalty) {
    Contract.followsItsGradient(X, X, chain(penalty, null));
    // Corruption behind the penalty works in place, on what must not be the penalty's own input.
    Contract.followsItsGradient(X, X, chain(penalty, new Masking(0.5, 3)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void isSavedWithTheNetwork(ActivityPenalty penalty) {
    Contract.resumesToTheBit(X, X, chain(penalty, null));
  }

  @ParameterizedTest
  @EnumSource(PenaltyScaling.class)
  void scoreHasThePenaltyWhileTrainingAndAtInference(PenaltyScaling scaling) {
    double plain = network(ActivityPenalty.l1(0, scaling)).score(BATCH);
    INDArray h = network(ActivityPenalty.l1(0, scaling)).feedForwardToLayer(0, X, false).get(1);
    double divisor = scaling == PenaltyScaling.DIVIDED_BY_BATCH_SIZE ? 5 : 1;

    double l1 = 0.3 * h.sumNumber().doubleValue() / divisor;
    MultiLayerNetwork network = network(ActivityPenalty.l1(0.3, scaling));
    assertThat(network.score(BATCH)).isCloseTo(plain + l1, within(1e-12));
    assertThat(GradientCheck.score(network, X, X)).isCloseTo(plain + l1, within(1e-12));

    double kl = 0;
    for (double mean : h.mean(0).toDoubleVector()) {
      kl += 0.1 * Math.log(0.1 / mean) + 0.9 * Math.log(0.9 / (1 - mean));
    }
    network = network(ActivityPenalty.kl(0.3, 0.1, scaling));
    assertThat(network.score(BATCH)).isCloseTo(plain + 0.3 * kl / divisor, within(1e-12));
    network.output(X.get(NDArrayIndex.interval(0, 2)));
    assertThat(network.score(BATCH)).isCloseTo(plain + 0.3 * kl / divisor, within(1e-12));
  }

  @Test
  void holdsWithoutDivisionByTheBatchSize() {
    for (ActivityPenalty penalty : all().toList()) {
      var configuration =
          new NeuralNetConfiguration.Builder()
              .seed(7)
              .dataType(DataType.DOUBLE)
              .updater(new Sgd(0.1))
              .miniBatch(false)
              .list(chain(penalty, null))
              .build();
      MultiLayerNetwork network = new MultiLayerNetwork(configuration);
      network.init();
      assertThat(GradientCheck.network(network, X, X)).isLessThan(1e-6);
    }
  }

  @Test
  void sizesAreInferredThroughIt() {
    var configuration =
        new NeuralNetConfiguration.Builder()
            .list()
            .layer(new DenseLayer.Builder().nOut(3).activation(Activation.SIGMOID).build())
            .layer(ActivityPenalty.l1(1, PenaltyScaling.AS_IT_STANDS))
            .layer(new OutputLayer.Builder(new HalfSquaredError()).nOut(4).build())
            .setInputType(InputType.feedForward(4))
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    assertThat(network.numParams()).isEqualTo(4 * 3 + 3 + 3 * 4 + 4);
  }

  @Test
  void silentUnitsAreClippedAndLeftAlone() {
    Layer[] chain = chain(ActivityPenalty.kl(1, 0.1, PenaltyScaling.AS_IT_STANDS), null);
    ((DenseLayer) chain[0]).setBiasInit(-1e4);
    var network = Networks.layers(DataType.DOUBLE, new Sgd(0.1), chain);
    double perUnit = 0.1 * Math.log(0.1 / 1e-7) + 0.9 * Math.log(0.9 / (1 - 1e-7));
    double score = network.score(BATCH);
    chain[1] = ActivityPenalty.kl(0, 0.1, PenaltyScaling.AS_IT_STANDS);
    double plain = Networks.layers(DataType.DOUBLE, new Sgd(0.1), chain).score(BATCH);
    assertThat(score - plain).isCloseTo(3 * perUnit, within(1e-9));
    network.fit(BATCH);
    assertThat(network.getParam("0_b").getDouble(0)).isEqualTo(-1e4);
  }

  @Test
  void wrongArgumentsAreNamed() {
    var scaling = PenaltyScaling.AS_IT_STANDS;
    assertThatThrownBy(() -> ActivityPenalty.l1(-1, scaling))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weight must be 0 or a positive number, not -1.0");
    assertThatThrownBy(() -> ActivityPenalty.kl(1, 1, scaling))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("target must lie between 0 and 1, not 1.0");
    Layer[] chain = chain(ActivityPenalty.kl(1, 0.1, scaling), null);
    ((DenseLayer) chain[0]).setActivationFn(Activation.IDENTITY.getActivationFunction());
    ((DenseLayer) chain[0]).setBiasInit(9);
    assertThatThrownBy(() -> Networks.layers(DataType.DOUBLE, new Sgd(0.1), chain).output(X))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("activations under the KL penalty must lie within [0, 1]");
  }

  private static MultiLayerNetwork network(ActivityPenalty penalty) {
    return Networks.layers(DataType.DOUBLE, new Sgd(0.1), chain(penalty, null));
  }

  private static Layer[] chain(ActivityPenalty penalty, Corruption behind) {
    return new Layer[] {
      new DenseLayer.Builder().nIn(4).nOut(3).activation(Activation.SIGMOID).build(),
      penalty,
      new OutputLayer.Builder(new HalfSquaredError())
          .nIn(3)
          .nOut(4)
          .activation(Activation.SIGMOID)
          .dropOut(behind)
          .build()
    };
  }
}
