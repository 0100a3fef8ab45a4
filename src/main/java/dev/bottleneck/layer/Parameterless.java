package dev.bottleneck.layer;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer without parameters that stands behind the layer it works on. */
public abstract class Parameterless extends NoParamLayer {

  Parameterless() {}

  abstract ParameterlessLayer<?> newLayer(NeuralNetConfiguration conf, DataType dataType);

  @Override
  public final Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> trainingListeners,
      int layerIndex,
      INDArray layerParamsView,
      boolean initializeParams,
      DataType networkDataType) {
    ParameterlessLayer<?> layer = newLayer(conf, networkDataType);
    layer.setListeners(trainingListeners);
    layer.setIndex(layerIndex);
    return layer;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return inputType;
  }

  @Override
  public final InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return null;
  }

  @Override
  public final LayerMemoryReport getMemoryReport(InputType inputType) {
    InputType output = getOutputType(-1, inputType);
    return new LayerMemoryReport.Builder(getLayerName(), getClass(), inputType, output)
        .standardMemory(0, 0)
        .workingMemory(0, 0, 0, 2 * inputType.arrayElementsPerExample())
        .build();
  }
}
