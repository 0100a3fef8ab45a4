package dev.bottleneck.layer;

import java.util.Collection;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A dense layer {@code h = f(x W + b)} whose weights a {@link TiedDecoder} may share.
 *
 * <p>Input {@code [batch, nIn]}, output {@code [batch, nOut]}, W {@code [nIn, nOut]}, b {@code
 * [nOut]}.
 */
public abstract class Encoder extends FeedForwardLayer {

  Encoder() {}

  Encoder(FeedForwardLayer.Builder<?> builder) {
    super(builder);
    initializeConstraints(builder);
  }

  abstract EncoderLayer newLayer(NeuralNetConfiguration conf, DataType dataType);

  @Override
  public final Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> trainingListeners,
      int layerIndex,
      INDArray layerParamsView,
      boolean initializeParams,
      DataType networkDataType) {
    LayerValidation.assertNInNOutSet(
        getClass().getSimpleName(), getLayerName(), layerIndex, getNIn(), getNOut());
    EncoderLayer layer = newLayer(conf, networkDataType);
    layer.setListeners(trainingListeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(layerParamsView);
    Map<String, INDArray> params = initializer().init(conf, layerParamsView, initializeParams);
    layer.setParamTable(params);
    layer.register();
    return layer;
  }

  @Override
  public final ParamInitializer initializer() {
    return DefaultParamInitializer.getInstance();
  }

  @Override
  public final LayerMemoryReport getMemoryReport(InputType inputType) {
    long params = initializer().numParams(this);
    return new LayerMemoryReport.Builder(
            getLayerName(), getClass(), inputType, getOutputType(-1, inputType))
        .standardMemory(params, getIUpdater().stateSize(params))
        .workingMemory(0, 0, 0, 2 * getNOut())
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other != null && other.getClass() == getClass() && super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
