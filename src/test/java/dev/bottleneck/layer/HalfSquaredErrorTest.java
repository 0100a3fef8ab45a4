package dev.bottleneck.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.testing.Contract;
import dev.bottleneck.testing.GradientCheck;
import dev.bottleneck.testing.Networks;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

class HalfSquaredErrorTest {
  private static final INDArray X = Networks.uniform(DataType.DOUBLE, 1, 5, 4);
  private static final INDArray Y = Networks.uniform(DataType.DOUBLE, 2, 5, 3);

  private final HalfSquaredError loss = new HalfSquaredError();

  @Test
  void sumsOverUnitsAndAveragesOverTheBatch() {
    INDArray z = Nd4j.createFromArray(new double[][] {{1, 2}, {3, 4}});
    INDArray y = Nd4j.createFromArray(new double[][] {{0, 0}, {3, 2}});
    var identity = new ActivationIdentity();
    assertThat(loss.computeScoreArray(y, z, identity, null).toDoubleVector())
        .containsExactly(2.5, 2);
    assertThat(loss.computeScore(y, z, identity, null, false)).isEqualTo(4.5);
    assertThat(loss.computeScore(y, z, identity, null, true)).isEqualTo(2.25);
    var both = loss.computeGradientAndScore(y, z, identity, null, true);
    assertThat(both.getFirst()).isEqualTo(2.25);
    assertThat(both.getSecond().toDoubleMatrix()).isDeepEqualTo(new double[][] {{1, 2}, {0, 2}});
  }

  @Test
  void gradientAgreesWithFiniteDifferencesUnderEveryKindOfMask() {
    INDArray z = Networks.uniform(DataType.DOUBLE, 1, 3, 4).subi(0.5).muli(4);
    INDArray y = Networks.uniform(DataType.DOUBLE, 2, 3, 4);
    INDArray byExample = Nd4j.createFromArray(1.0, 0, 1).reshape(3, 1);
    INDArray byUnit = Networks.uniform(DataType.DOUBLE, 3, 3, 4).gt(0.5).castTo(DataType.DOUBLE);
    for (INDArray mask : new INDArray[] {null, byExample, byUnit}) {
      assertThat(GradientCheck.loss(loss, y, z, new ActivationSigmoid(), mask)).isLessThan(1e-6);
      assertThat(GradientCheck.loss(loss, y, z, new ActivationSoftmax(), mask)).isLessThan(1e-6);
    }
  }

  @Test
  void maskedExamplesCountForNothing() {
    INDArray z = Nd4j.createFromArray(new double[][] {{1, 2}, {3, 4}});
    INDArray y = Nd4j.createFromArray(new double[][] {{0, 0}, {3, 2}});
    INDArray mask = Nd4j.createFromArray(0.0, 1).reshape(2, 1);
    assertThat(loss.computeScore(y, z, new ActivationIdentity(), mask, false)).isEqualTo(2);
  }

  @Test
  void isHalfTheSquaredDistanceOfANetworksOutput() {
    var network = Networks.layers(DataType.DOUBLE, new Sgd(0.1), chain());
    double half = 0.5 * network.output(X).squaredDistance(Y) / 5;
    assertThat(network.score(new DataSet(X, Y))).isCloseTo(half, within(1e-12));
  }

  @Test
  void networksFollowItsGradient() {
    Contract.followsItsGradient(X, Y, chain());
    Contract.followsItsGradient(X, Y, lossLayer(loss));
  }

  @Test
  void isSavedWithTheNetwork() {
    Contract.resumesToTheBit(X, Y, chain());
  }

  /** Why the losses here leave the pre-output as it is. */
  @Test
  void stockLossesLoseTheirScoreInALossLayer() {
    DataSet batch = new DataSet(X, Y);
    for (ILossFunction each : new ILossFunction[] {new LossMSE(), loss}) {
      var network = Networks.layers(DataType.DOUBLE, new Sgd(0.1), lossLayer(each));
      double score = network.score(batch);
      double afterBackward = GradientCheck.score(network, X, Y);
      assertThat(afterBackward == score).isEqualTo(each == loss);
    }
  }

  @Test
  void labelsOfAnotherShapeAreRefused() {
    assertThatThrownBy(
            () ->
                loss.computeScore(
                    Nd4j.zeros(2, 3), Nd4j.zeros(2, 4), new ActivationIdentity(), null, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("labels must have the shape of the output, [2, 4], not [2, 3]");
  }

  private static Layer[] lossLayer(ILossFunction loss) {
    return new Layer[] {
      new DenseLayer.Builder().nIn(4).nOut(3).activation(Activation.IDENTITY).build(),
      new LossLayer.Builder(loss).activation(Activation.SIGMOID).build()
    };
  }

  private Layer[] chain() {
    return new Layer[] {
      new DenseLayer.Builder().nIn(4).nOut(3).activation(Activation.TANH).build(),
      new OutputLayer.Builder(loss).nIn(3).nOut(3).activation(Activation.SIGMOID).build()
    };
  }
}
