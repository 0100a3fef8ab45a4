package dev.bottleneck.step.dl4j;

import dev.bottleneck.layer.ActivityPenalty;
import dev.bottleneck.layer.ContractiveDense;
import dev.bottleneck.layer.GaussianCode;
import dev.bottleneck.layer.KSparse;
import dev.bottleneck.layer.TiedDecoder;
import dev.bottleneck.layer.TiedEncoder;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;

/** The layers that are known: a new one is one line here. */
final class LayerReaders {
  private static final Map<Class<?>, Entry<?>> KNOWN = new HashMap<>();

  static {
    // Layers whose input DL4J corrupts where they are given a dropOut(…)
    corruptible(DenseLayer.class, DenseLayers::dense);
    corruptible(OutputLayer.class, DenseLayers::output);
    corruptible(TiedEncoder.class, DenseLayers::tiedEncoder);
    corruptible(TiedDecoder.class, DenseLayers::tiedDecoder);
    corruptible(ContractiveDense.class, DenseLayers::contractive);
    corruptible(ConvolutionLayer.class, ConvolutionLayers::convolution);
    // Layers that take no heed of it, or lose it on the way back
    other(Deconvolution2D.class, ConvolutionLayers::deconvolution);
    other(SubsamplingLayer.class, ConvolutionLayers::pooling);
    other(ActivationLayer.class, DenseLayers::activation);
    other(LossLayer.class, DenseLayers::loss);
    other(ActivityPenalty.class, CodeLayers::activityPenalty);
    other(KSparse.class, CodeLayers::kSparse);
    other(GaussianCode.class, CodeLayers::gaussianCode);
    other(LSTM.class, RecurrentLayers::lstm);
    other(LastTimeStep.class, RecurrentLayers::lastTimeStep);
    other(RepeatVector.class, RecurrentLayers::repeatVector);
  }

  private LayerReaders() {}

  /**
   * @param corruptible whether DL4J applies the layer's {@code dropOut} to its input
   */
  record Entry<C extends Layer>(Class<C> type, LayerReader<C> reader, boolean corruptible) {
    Value read(Layer layer, LayerReading reading, Value input) throws NotCompilable {
      return reader.read(type.cast(layer), reading, input);
    }
  }

  private static <C extends Layer> void corruptible(Class<C> type, LayerReader<C> reader) {
    KNOWN.put(type, new Entry<>(type, reader, true));
  }

  private static <C extends Layer> void other(Class<C> type, LayerReader<C> reader) {
    KNOWN.put(type, new Entry<>(type, reader, false));
  }

  /** That of exactly this class: what a subclass does is not known. */
  static Optional<Entry<?>> of(Layer layer) {
    return Optional.ofNullable(KNOWN.get(layer.getClass()));
  }
}
