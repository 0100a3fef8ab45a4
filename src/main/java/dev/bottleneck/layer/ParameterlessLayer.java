package dev.bottleneck.layer;

import dev.bottleneck.training.DeferredPenalty;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A running {@link Parameterless} layer, which may add a penalty to the network's score.
 *
 * <p>DL4J asks every layer for its share of the score after the forward pass, meaning weight decay,
 * and adds it to the mean loss; a penalty goes the same way. The gradients that layers pass back
 * are sums over the batch, which the updater divides by the batch size: that of a penalty in the
 * score has to be multiplied by it.
 */
abstract class ParameterlessLayer<C extends Parameterless> extends AbstractLayer<C>
    implements DeferredPenalty {
  private final Penalty penalty = new Penalty();

  ParameterlessLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /** What the present batch adds to the score. */
  final Penalty penalty() {
    return penalty;
  }

  @Override
  public final void deferPenalty(Sink sink) {
    penalty.deferTo(sink);
  }

  /** What the updater will divide the gradient by. */
  final double gradientDivisor() {
    return conf().isMiniBatch() ? input.size(0) : 1;
  }

  /** ∂L/∂x in an array of the backward pass's own, from ∂L/∂y. */
  abstract INDArray backward(INDArray epsilon, LayerWorkspaceMgr workspaceMgr);

  @Override
  public final Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    return new Pair<>(new DefaultGradient(), backward(epsilon, workspaceMgr));
  }

  @Override
  public final double calcRegularizationScore(boolean backpropParamsOnly) {
    return penalty.value();
  }

  @Override
  public final boolean isPretrainLayer() {
    return false;
  }

  @Override
  public final void clearNoiseWeightParams() {
    // There are no weights.
  }
}
