package dev.bottleneck.layer;

import dev.bottleneck.training.DeferredPenalty;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The running {@link ContractiveDense}.
 *
 * <p>With {@code s = f′(z)} and {@code w_j = Σ_i W_ij²}, the penalty of the batch is {@code P = λ
 * Σ_n Σ_j s_nj² w_j}. Its gradients: {@code ∂P/∂z_nj = 2 λ s_nj f″(z_nj) w_j}, which goes on to b,
 * W and the layers before, and directly {@code ∂P/∂W_ij = 2 λ W_ij Σ_n s_nj²}.
 */
final class ContractiveLayer extends EncoderLayer implements DeferredPenalty {
  private final Penalty penalty = new Penalty();
  private INDArray squaredSlopes; // Σ_n s², [nOut], from delta() to the end of the same pass

  ContractiveLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  private double lambda() {
    return ((ContractiveDense) layerConf()).getWeight();
  }

  private boolean isSigmoid() {
    return layerConf().getActivationFn() instanceof ActivationSigmoid;
  }

  /** f′ from h, in an array of its own. */
  private INDArray slope(INDArray h) {
    return isSigmoid() ? h.rsub(1).muli(h) : h.mul(h).rsubi(1);
  }

  /** f″/f′ from h, in an array of its own: 1 − 2h of the sigmoid, −2h of tanh. */
  private INDArray bend(INDArray h) {
    INDArray bend = h.mul(-2);
    return isSigmoid() ? bend.addi(1) : bend;
  }

  /** w, {@code [nOut]}; by way of the norm, which needs no array of the size of W. */
  private INDArray squaredWeights() {
    INDArray norm = weights().norm2(0);
    return norm.muli(norm);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    INDArray h = super.activate(training, workspaceMgr);
    INDArray slope = slope(h);
    INDArray byUnit = slope.muli(slope).sum(0).muli(squaredWeights());
    double divisor = conf().isMiniBatch() ? h.size(0) : 1;
    penalty.set(byUnit.sum(), lambda(), divisor);
    return h;
  }

  @Override
  public double calcRegularizationScore(boolean backpropParamsOnly) {
    return super.calcRegularizationScore(backpropParamsOnly) + penalty.value();
  }

  @Override
  public void deferPenalty(Sink sink) {
    penalty.deferTo(sink);
  }

  @Override
  INDArray delta(INDArray z, INDArray epsilon) {
    INDArray h = layerConf().getActivationFn().getActivation(z.dup(), true);
    INDArray delta = super.delta(z, epsilon);
    INDArray slope = slope(h);
    INDArray squared = slope.mul(slope);
    squaredSlopes = squared.sum(0);
    // s f″ = s² (f″/f′)
    delta.addi(squared.muli(bend(h)).muliRowVector(squaredWeights().muli(2 * lambda())));
    return delta;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    Pair<Gradient, INDArray> result = super.backpropGradient(epsilon, workspaceMgr);
    INDArray weightGradient = gradientViews.get(DefaultParamInitializer.WEIGHT_KEY);
    weightGradient.addi(weights().mulRowVector(squaredSlopes.muli(2 * lambda())));
    squaredSlopes = null;
    return result;
  }
}
