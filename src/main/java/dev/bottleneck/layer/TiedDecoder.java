package dev.bottleneck.layer;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The decoder {@code y = g(h Wᵀ + b′)} on the weights W of an {@link Encoder} earlier in the
 * network.
 *
 * <p>P. Vincent et al., "Extracting and composing robust features with denoising autoencoders"
 * (2008), section 2.1. Input {@code [batch, nIn]} with nIn the encoder's nOut, output {@code
 * [batch, nOut]} with nOut the encoder's nIn. Its only parameter is its bias {@code [nOut]}; the
 * weights are shared, not copied, and counted once. Where it ends the network, give it the
 * activation {@code IDENTITY} and let a DL4J {@code LossLayer} with the activation and the loss
 * follow.
 */
public final class TiedDecoder extends FeedForwardLayer {
  private String encoder;

  private TiedDecoder() {}

  private TiedDecoder(Builder builder) {
    super(builder);
    if (builder.encoder == null || builder.encoder.isBlank()) {
      throw new IllegalArgumentException("encoder must be the name of a layer, not empty");
    }
    encoder = builder.encoder;
    initializeConstraints(builder);
  }

  /** The name of the layer whose weights this one shares. */
  public String getEncoder() {
    return encoder;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> trainingListeners,
      int layerIndex,
      INDArray layerParamsView,
      boolean initializeParams,
      DataType networkDataType) {
    LayerValidation.assertNInNOutSet(
        "TiedDecoder", getLayerName(), layerIndex, getNIn(), getNOut());
    EncoderLayer encoderLayer = EncoderLayer.find(encoder, layerParamsView);
    requireFit(encoderLayer.weights());
    TiedDecoderLayer layer = new TiedDecoderLayer(conf, networkDataType, encoderLayer);
    layer.setListeners(trainingListeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(layerParamsView);
    layer.setParamTable(initializer().init(conf, layerParamsView, initializeParams));
    return layer;
  }

  private void requireFit(INDArray weights) {
    if (weights.size(0) != getNOut() || weights.size(1) != getNIn()) {
      throw new IllegalArgumentException(
          String.format(
              "nIn and nOut must be %d and %d, the encoder %s turned round, not %d and %d",
              weights.size(1), weights.size(0), encoder, getNIn(), getNOut()));
    }
  }

  @Override
  public ParamInitializer initializer() {
    return BiasInitializer.INSTANCE;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    long params = initializer().numParams(this);
    return new LayerMemoryReport.Builder(
            getLayerName(), TiedDecoder.class, inputType, getOutputType(-1, inputType))
        .standardMemory(params, getIUpdater().stateSize(params))
        .workingMemory(0, 0, 0, 2 * getNOut())
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TiedDecoder that && encoder.equals(that.encoder) && super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode() * 31 + encoder.hashCode();
  }

  /** Builds a {@link TiedDecoder}. */
  @SuppressWarnings("unchecked") // DL4J's build() is generic in its result.
  public static final class Builder extends FeedForwardLayer.Builder<Builder> {
    private String encoder;

    /** The name of the layer whose weights to share. */
    public Builder encoder(String name) {
      encoder = name;
      return this;
    }

    @Override
    public TiedDecoder build() {
      return new TiedDecoder(this);
    }
  }
}
