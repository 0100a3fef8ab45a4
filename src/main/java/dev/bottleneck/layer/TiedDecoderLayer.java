package dev.bottleneck.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The running {@link TiedDecoder}: a dense layer that asks its encoder for the weights at every
 * pass.
 *
 * <p>With {@code z = h Wᵀ + b′}: ∂L/∂W gains {@code δᵀ h}, and ∂L/∂h is {@code δ W}.
 */
final class TiedDecoderLayer extends BaseLayer<TiedDecoder> {
  private final EncoderLayer encoder;

  TiedDecoderLayer(NeuralNetConfiguration conf, DataType dataType, EncoderLayer encoder) {
    super(conf, dataType);
    this.encoder = encoder;
  }

  @Override
  protected INDArray getParamWithNoise(
      String param, boolean training, LayerWorkspaceMgr workspaceMgr) {
    return DefaultParamInitializer.WEIGHT_KEY.equals(param)
        ? encoder.weights().transpose()
        : super.getParamWithNoise(param, training, workspaceMgr);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    INDArray z = preOutput(true, workspaceMgr);
    INDArray delta = layerConf().getActivationFn().backprop(z, epsilon).getFirst();
    if (maskArray != null) {
      applyMask(delta);
    }
    encoder.addToWeightGradient(delta, input.castTo(delta.dataType()));
    INDArray biasGradient = gradientViews.get(DefaultParamInitializer.BIAS_KEY);
    delta.sum(biasGradient, 0);
    Gradient gradient = new DefaultGradient();
    gradient.setGradientFor(DefaultParamInitializer.BIAS_KEY, biasGradient);

    weightNoiseParams.clear();
    INDArray epsilonNext = EncoderLayer.times(encoder.weights().transpose(), delta, workspaceMgr);
    return new Pair<>(gradient, backpropDropOutIfPresent(epsilonNext));
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }
}
