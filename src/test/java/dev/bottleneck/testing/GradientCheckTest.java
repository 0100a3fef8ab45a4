package dev.bottleneck.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** A check that cannot fail proves nothing: these gradients are wrong on purpose. */
class GradientCheckTest {
  private static final INDArray X = Networks.uniform(DataType.DOUBLE, 1, 4, 3);
  private static final INDArray Y = Networks.uniform(DataType.DOUBLE, 2, 4, 2);

  /** tanh whose backward pass is one per cent too steep. */
  private static final class SteepTanh extends BaseActivationFunction {
    private final IActivation tanh = new ActivationTanH();

    @Override
    public INDArray getActivation(INDArray in, boolean training) {
      return tanh.getActivation(in, training);
    }

    @Override
    public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
      return new Pair<>(tanh.backprop(in, epsilon).getFirst().muli(1.01), null);
    }
  }

  /** A loss whose gradient has the wrong sign. */
  private static final class Uphill extends LossMSE {
    @Override
    public INDArray computeGradient(
        INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask) {
      return super.computeGradient(labels, preOutput, activationFn, mask).negi();
    }
  }

  @Test
  void rightGradientsPass() {
    assertThat(network(new ActivationTanH())).isLessThan(1e-6);
    assertThat(GradientCheck.activation(new ActivationTanH(), X)).isLessThan(1e-6);
    assertThat(GradientCheck.loss(new LossMSE(), Y, Y.add(1), new ActivationSigmoid(), null))
        .isLessThan(1e-6);
  }

  @Test
  void oneWrongPerCentIsSeen() {
    assertThat(network(new SteepTanh())).isBetween(0.005, 0.02);
    assertThat(GradientCheck.activation(new SteepTanh(), X)).isBetween(0.005, 0.02);
  }

  @Test
  void wrongSignIsSeen() {
    assertThat(GradientCheck.loss(new Uphill(), Y, Y.add(1), new ActivationSigmoid(), null))
        .isBetween(1.9, 2.1);
  }

  private static double network(IActivation activation) {
    return GradientCheck.network(
        Networks.layers(
            DataType.DOUBLE,
            new Sgd(0.1),
            new DenseLayer.Builder().nIn(3).nOut(3).activation(activation).build(),
            new OutputLayer.Builder(new LossMSE())
                .nIn(3)
                .nOut(2)
                .activation(Activation.SIGMOID)
                .build()),
        X,
        Y);
  }
}
