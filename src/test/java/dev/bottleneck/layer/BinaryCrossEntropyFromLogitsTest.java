package dev.bottleneck.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.testing.Contract;
import dev.bottleneck.testing.GradientCheck;
import dev.bottleneck.testing.Networks;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class BinaryCrossEntropyFromLogitsTest {
  private static final IActivation SIGMOID = new ActivationSigmoid();

  static Stream<BinaryCrossEntropyFromLogits> both() {
    return Stream.of(
        BinaryCrossEntropyFromLogits.meanOverUnits(), BinaryCrossEntropyFromLogits.sumOverUnits());
  }

  @Test
  void isTheTextbookFormulaWhereThatHoldsUp() {
    INDArray z = Networks.uniform(DataType.DOUBLE, 1, 3, 4).subi(0.5).muli(8);
    INDArray y = Networks.uniform(DataType.DOUBLE, 2, 3, 4);
    double sum = 0;
    for (int i = 0; i < z.length(); i++) {
      double p = 1 / (1 + Math.exp(-z.getDouble(i)));
      sum -= y.getDouble(i) * Math.log(p) + (1 - y.getDouble(i)) * Math.log(1 - p);
    }
    var summed = BinaryCrossEntropyFromLogits.sumOverUnits();
    var averaged = BinaryCrossEntropyFromLogits.meanOverUnits();
    assertThat(summed.computeScore(y, z, SIGMOID, null, true)).isCloseTo(sum / 3, within(1e-12));
    assertThat(averaged.computeScore(y, z, SIGMOID, null, true)).isCloseTo(sum / 12, within(1e-12));
    assertThat(averaged.computeScore(y, z, SIGMOID, null, false)).isCloseTo(sum / 4, within(1e-12));
    assertThat(summed.computeScoreArray(y, z, SIGMOID, null).shape()).containsExactly(3, 1);
  }

  @Test
  void holdsWhereTheSigmoidIsFlat() {
    INDArray z = Nd4j.createFromArray(new float[][] {{1e30f, -1e30f, 200, -200, 20, -20}});
    INDArray wrong = Nd4j.createFromArray(new float[][] {{1, 0, 0, 1, 1, 0}});
    var loss = BinaryCrossEntropyFromLogits.sumOverUnits();
    float[] gradient = loss.computeGradient(wrong, z, SIGMOID, null).toFloatVector();
    assertThat(gradient).containsExactly(new float[] {0, 0, 1, -1, 0, 0}, within(1e-6f));
    assertThat(loss.computeScore(wrong, z, SIGMOID, null, false)).isEqualTo(400);
    INDArray right = Nd4j.createFromArray(new float[][] {{1, 0, 1, 0, 1, 0}});
    assertThat(loss.computeScore(right, z, SIGMOID, null, false)).isCloseTo(0, within(1e-7));
  }

  @ParameterizedTest
  @MethodSource("both")
  void gradientAgreesWithFiniteDifferencesUnderEveryKindOfMask(BinaryCrossEntropyFromLogits loss) {
    INDArray z = Networks.uniform(DataType.DOUBLE, 1, 3, 4).subi(0.5).muli(8);
    INDArray y = Networks.uniform(DataType.DOUBLE, 2, 3, 4);
    INDArray byExample = Nd4j.createFromArray(1.0, 0, 1).reshape(3, 1);
    INDArray byUnit = Networks.uniform(DataType.DOUBLE, 3, 3, 4).gt(0.5).castTo(DataType.DOUBLE);
    for (INDArray mask : new INDArray[] {null, byExample, byUnit}) {
      assertThat(GradientCheck.loss(loss, y, z, SIGMOID, mask)).isLessThan(1e-6);
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void networksFollowItsGradient(BinaryCrossEntropyFromLogits loss) {
    INDArray x = Networks.uniform(DataType.DOUBLE, 1, 5, 4);
    Contract.followsItsGradient(x, x, outputLayer(loss));
    Contract.followsItsGradient(x, x, lossLayer(loss));
  }

  @ParameterizedTest
  @MethodSource("both")
  void isSavedWithTheNetwork(BinaryCrossEntropyFromLogits loss) {
    INDArray x = Networks.uniform(DataType.DOUBLE, 1, 5, 4);
    Contract.resumesToTheBit(x, x, outputLayer(loss));
    Contract.resumesToTheBit(x, x, lossLayer(loss));
  }

  @Test
  void anyOtherActivationIsRefused() {
    INDArray z = Nd4j.zeros(2, 3);
    assertThatThrownBy(
            () ->
                BinaryCrossEntropyFromLogits.meanOverUnits()
                    .computeGradient(z, z, new ActivationIdentity(), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("activation must be sigmoid under BinaryCrossEntropyFromLogits, not identity");
  }

  private static Layer[] outputLayer(BinaryCrossEntropyFromLogits loss) {
    return new Layer[] {
      new DenseLayer.Builder().nIn(4).nOut(3).activation(Activation.TANH).build(),
      new OutputLayer.Builder(loss).nIn(3).nOut(4).activation(Activation.SIGMOID).build()
    };
  }

  private static Layer[] lossLayer(BinaryCrossEntropyFromLogits loss) {
    return new Layer[] {
      new DenseLayer.Builder().nIn(4).nOut(3).activation(Activation.TANH).build(),
      new DenseLayer.Builder().nIn(3).nOut(4).activation(Activation.IDENTITY).build(),
      new LossLayer.Builder(loss).activation(Activation.SIGMOID).build()
    };
  }
}
