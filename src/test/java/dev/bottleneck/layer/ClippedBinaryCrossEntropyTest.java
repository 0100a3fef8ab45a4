package dev.bottleneck.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.testing.Contract;
import dev.bottleneck.testing.GradientCheck;
import dev.bottleneck.testing.Networks;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ClippedBinaryCrossEntropyTest {
  private final ClippedBinaryCrossEntropy loss = new ClippedBinaryCrossEntropy();

  private static INDArray values(DataType type, long seed) {
    return Networks.uniform(type, seed, 3, 4);
  }

  @Test
  void isKerasFormula() {
    double[] p = {-2, 0, 0.25, 0.5, 1, 7};
    double[] y = {1, 0, 0.5, 1, 0, 0.75};
    double mean = 0;
    for (int i = 0; i < p.length; i++) {
      double c = Math.max(1e-7, Math.min(1 - 1e-7, p[i]));
      mean -= (y[i] * Math.log(c + 1e-7) + (1 - y[i]) * Math.log(1 - c + 1e-7)) / p.length;
    }
    INDArray output = Nd4j.createFromArray(new double[][] {p});
    INDArray labels = Nd4j.createFromArray(new double[][] {y});
    IActivation identity = new ActivationIdentity();
    assertThat(loss.computeScore(labels, output, identity, null, true))
        .isCloseTo(mean, within(1e-9));
    double[] gradient = loss.computeGradient(labels, output, identity, null).toDoubleVector();
    assertThat(gradient[0]).as("below").isZero();
    assertThat(gradient[5]).as("above").isZero();
    assertThat(gradient[3]).as("inside").isCloseTo(-1 / (6 * 0.5), within(1e-6));
  }

  @Test
  void isFiniteInFloatWhateverTheOutput() {
    INDArray output = Nd4j.createFromArray(new float[][] {{-1e30f, -1, 0, 1, 2, 1e30f}});
    IActivation identity = new ActivationIdentity();
    for (float y : new float[] {0, 0.5f, 1}) {
      INDArray labels = Nd4j.valueArrayOf(output.shape(), y, DataType.FLOAT);
      assertThat(loss.computeScore(labels, output, identity, null, true)).isFinite();
      for (float g : loss.computeGradient(labels, output, identity, null).toFloatVector()) {
        assertThat(g).isFinite();
      }
    }
  }

  /** Under a sigmoid it is the loss computed from logits, but for ε. */
  @Test
  void agreesWithTheLossFromLogits() {
    INDArray z = values(DataType.DOUBLE, 1).subi(0.5).muli(4);
    INDArray y = values(DataType.DOUBLE, 2);
    IActivation sigmoid = new ActivationSigmoid();
    var fromLogits = BinaryCrossEntropyFromLogits.meanOverUnits();
    assertThat(loss.computeScore(y, z, sigmoid, null, true))
        .isCloseTo(fromLogits.computeScore(y, z, sigmoid, null, true), within(1e-6));
  }

  @Test
  void gradientAgreesWithFiniteDifferencesUnderEveryKindOfMask() {
    INDArray z = values(DataType.DOUBLE, 1).subi(0.3).muli(3);
    INDArray y = values(DataType.DOUBLE, 2);
    INDArray byExample = Nd4j.createFromArray(1.0, 0, 1).reshape(3, 1);
    INDArray byUnit = values(DataType.DOUBLE, 3).gt(0.5).castTo(DataType.DOUBLE);
    for (INDArray mask : new INDArray[] {null, byExample, byUnit}) {
      assertThat(GradientCheck.loss(loss, y, z, new Gelu(), mask)).isLessThan(1e-6);
    }
  }

  @Test
  void networksFollowItsGradientAndResume() {
    Layer[] chain = {
      new DenseLayer.Builder().nIn(4).nOut(3).activation(Activation.TANH).build(),
      new OutputLayer.Builder(loss).nIn(3).nOut(4).activation(new Gelu()).build()
    };
    INDArray x = Networks.uniform(DataType.DOUBLE, 1, 5, 4);
    Contract.followsItsGradient(x, x, chain);
    Contract.resumesToTheBit(x, x, chain);
  }
}
