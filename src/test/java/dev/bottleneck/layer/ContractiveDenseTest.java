package dev.bottleneck.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.testing.Contract;
import dev.bottleneck.testing.Networks;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

class ContractiveDenseTest {
  private static final INDArray X = Networks.uniform(DataType.DOUBLE, 1, 5, 4);

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"SIGMOID", "TANH"})
  void networksFollowItsGradient(Activation activation) {
    Contract.followsItsGradient(X, X, first(activation));
    Contract.followsItsGradient(X, X, second(activation));
    Contract.followsItsGradient(X, X, tied(activation));
  }

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"SIGMOID", "TANH"})
  void penaltyIsTheNormOfTheJacobian(Activation activation) {
    var network = Networks.layers(DataType.DOUBLE, new Sgd(0.1), first(activation));
    Layer[] plainChain = first(activation);
    plainChain[0] = contractive(0, 4, activation);
    var plain = Networks.layers(DataType.DOUBLE, new Sgd(0.1), plainChain);
    double penalty = network.score(new DataSet(X, X)) - plain.score(new DataSet(X, X));
    assertThat(penalty).isCloseTo(0.7 * meanSquaredJacobian(network), within(1e-8));
  }

  @Test
  void isSavedWithTheNetwork() {
    Contract.resumesToTheBit(X, X, second(Activation.SIGMOID));
    Contract.resumesToTheBit(X, X, tied(Activation.TANH));
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> new ContractiveDense.Builder().weight(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weight must be 0 or a positive number, not -1.0");
    assertThatThrownBy(() -> Networks.layers(DataType.DOUBLE, new Sgd(0.1), first(Activation.RELU)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("activation of ContractiveDense must be sigmoid or tanh, not relu");
  }

  /** By finite differences of h over x. */
  private static double meanSquaredJacobian(MultiLayerNetwork network) {
    double epsilon = 1e-5;
    double sum = 0;
    for (int i = 0; i < X.size(1); i++) {
      INDArray above = X.dup();
      above.getColumn(i).addi(epsilon);
      INDArray below = X.dup();
      below.getColumn(i).subi(epsilon);
      INDArray h = network.feedForwardToLayer(0, above, false).get(1);
      INDArray difference = h.sub(network.feedForwardToLayer(0, below, false).get(1));
      sum +=
          difference.divi(2 * epsilon).norm2Number().doubleValue()
              * difference.norm2Number().doubleValue();
    }
    return sum / X.size(0);
  }

  private static Layer[] first(Activation activation) {
    return new Layer[] {contractive(0.7, 4, activation), output(3)};
  }

  private static Layer[] second(Activation activation) {
    return new Layer[] {
      new DenseLayer.Builder().nIn(4).nOut(5).activation(Activation.TANH).build(),
      contractive(0.7, 5, activation),
      output(3)
    };
  }

  private static Layer[] tied(Activation activation) {
    return new Layer[] {
      contractive(0.7, 4, activation),
      new TiedDecoder.Builder()
          .encoder("code")
          .nIn(3)
          .nOut(4)
          .activation(Activation.IDENTITY)
          .build(),
      new LossLayer.Builder(new HalfSquaredError()).activation(Activation.SIGMOID).build()
    };
  }

  private static Layer contractive(double weight, int nIn, Activation activation) {
    return new ContractiveDense.Builder()
        .weight(weight)
        .name("code")
        .nIn(nIn)
        .nOut(3)
        .activation(activation)
        .build();
  }

  private static Layer output(int nIn) {
    return new OutputLayer.Builder(new HalfSquaredError())
        .nIn(nIn)
        .nOut(4)
        .activation(Activation.SIGMOID)
        .build();
  }
}
