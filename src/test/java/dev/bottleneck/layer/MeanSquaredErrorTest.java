package dev.bottleneck.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.testing.Contract;
import dev.bottleneck.testing.GradientCheck;
import dev.bottleneck.testing.Networks;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MeanSquaredErrorTest {
  private final MeanSquaredError loss = new MeanSquaredError();

  @Test
  void isAMeanOverUnitsAndBatch() {
    INDArray z = Nd4j.createFromArray(new double[][] {{1, 2}, {3, 4}});
    INDArray y = Nd4j.createFromArray(new double[][] {{0, 0}, {3, 2}});
    var identity = new ActivationIdentity();
    assertThat(loss.computeScoreArray(y, z, identity, null).toDoubleVector())
        .containsExactly(2.5, 2);
    var both = loss.computeGradientAndScore(y, z, identity, null, true);
    assertThat(both.getFirst()).isEqualTo(2.25);
    assertThat(both.getSecond().toDoubleMatrix()).isDeepEqualTo(new double[][] {{1, 2}, {0, 2}});
  }

  @Test
  void gradientAgreesWithFiniteDifferencesUnderEveryKindOfMask() {
    INDArray z = Networks.uniform(DataType.DOUBLE, 1, 3, 4).subi(0.5).muli(4);
    INDArray y = Networks.uniform(DataType.DOUBLE, 2, 3, 4).muli(9).subi(4);
    INDArray byExample = Nd4j.createFromArray(1.0, 0, 1).reshape(3, 1);
    for (INDArray mask : new INDArray[] {null, byExample}) {
      assertThat(GradientCheck.loss(loss, y, z, new ActivationIdentity(), mask)).isLessThan(1e-6);
      assertThat(GradientCheck.loss(loss, y, z, new ActivationSigmoid(), mask)).isLessThan(1e-6);
    }
  }

  /** Under a loss layer, too, where DL4J's own is wrong. */
  @Test
  void networksFollowItsGradient() {
    INDArray x = Networks.uniform(DataType.DOUBLE, 1, 5, 4);
    INDArray y = Networks.uniform(DataType.DOUBLE, 2, 5, 3).muli(7).subi(3);
    Contract.followsItsGradient(
        x,
        y,
        new DenseLayer.Builder().nIn(4).nOut(3).activation(Activation.TANH).build(),
        new LossLayer.Builder(loss).activation(Activation.IDENTITY).build());
  }
}
