package dev.bottleneck.layer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sets up a layer whose only parameter is its bias {@code [nOut]}. */
final class BiasInitializer implements ParamInitializer {
  static final BiasInitializer INSTANCE = new BiasInitializer();
  private static final String BIAS = DefaultParamInitializer.BIAS_KEY;

  private BiasInitializer() {}

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return ((FeedForwardLayer) layer).getNOut();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return List.of(BIAS);
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return List.of();
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return List.of(BIAS);
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return false;
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return BIAS.equals(key);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
    INDArray bias = paramsView.reshape(paramsView.length());
    if (initializeParams) {
      bias.assign(((FeedForwardLayer) conf.getLayer()).getBiasInit());
    }
    conf.addVariable(BIAS);
    Map<String, INDArray> params = Collections.synchronizedMap(new LinkedHashMap<>());
    params.put(BIAS, bias);
    return params;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradientView) {
    return Map.of(BIAS, gradientView.reshape(gradientView.length()));
  }
}
