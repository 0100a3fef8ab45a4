package dev.bottleneck.layer;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The running {@link GaussianCode}. */
final class GaussianCodeLayer extends ParameterlessLayer<GaussianCode> {

  GaussianCodeLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  private long units() {
    return GaussianCode.requireEven(input.size(1)) / 2;
  }

  private INDArray mean() {
    return input.get(all(), interval(0, units()));
  }

  private INDArray logVariance() {
    return input.get(all(), interval(units(), 2 * units()));
  }

  /** ε, {@code [batch, n]}, the same in the forward and the backward pass. */
  private INDArray noise() {
    int length = Math.toIntExact(input.size(0) * units());
    float[] noise = layerConf().noise(length, getIterationCount());
    return Nd4j.createFromArray(noise).reshape('c', input.size(0), units()).castTo(dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    penalty().set(divergences().sum(), 0.5 * layerConf().getBeta(), gradientDivisor());
    INDArray code =
        workspaceMgr.createUninitialized(
            ArrayType.ACTIVATIONS, input.dataType(), input.size(0), units());
    code.assign(mean());
    if (training) {
      code.addi(Transforms.exp(logVariance().mul(0.5), false).muli(noise()));
    }
    return code;
  }

  /** Twice the divergence of each example from N(0, I), {@code [batch]}. */
  private INDArray divergences() {
    INDArray mean = mean();
    INDArray logVariance = logVariance();
    INDArray terms = mean.mul(mean).addi(Transforms.exp(logVariance, true)).subi(logVariance);
    return terms.subi(1).sum(1);
  }

  @Override
  INDArray backward(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    double beta = layerConf().getBeta();
    INDArray result =
        workspaceMgr.createUninitialized(
            ArrayType.ACTIVATION_GRAD, input.dataType(), input.shape());
    INDArray logVariance = logVariance();
    // ∂z/∂μ = 1 and ∂KL/∂μ = μ
    result.get(all(), interval(0, units())).assign(mean().mul(beta).addi(epsilon));
    // ∂z/∂ln σ² = ½ σ ε and ∂KL/∂ln σ² = ½ (σ² − 1)
    INDArray deviation = Transforms.exp(logVariance.mul(0.5), false);
    INDArray spread = deviation.mul(noise()).muli(epsilon);
    spread.addi(deviation.muli(deviation).subi(1).muli(beta));
    result.get(all(), interval(units(), 2 * units())).assign(spread.muli(0.5));
    return result;
  }
}
