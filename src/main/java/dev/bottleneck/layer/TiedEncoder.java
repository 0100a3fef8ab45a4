package dev.bottleneck.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A dense layer {@code h = f(x W + b)} that shares its weights with a {@link TiedDecoder}, which
 * names it.
 *
 * <p>To the numbers DL4J's {@code DenseLayer}, which leaves no way to add to its weight gradient.
 */
public final class TiedEncoder extends Encoder {

  private TiedEncoder() {}

  private TiedEncoder(Builder builder) {
    super(builder);
  }

  @Override
  EncoderLayer newLayer(NeuralNetConfiguration conf, DataType dataType) {
    return new EncoderLayer(conf, dataType);
  }

  /** Builds a {@link TiedEncoder}: {@code name}, {@code nIn}, {@code nOut}, {@code activation}. */
  @SuppressWarnings("unchecked") // DL4J's build() is generic in its result.
  public static final class Builder extends FeedForwardLayer.Builder<Builder> {
    @Override
    public TiedEncoder build() {
      return new TiedEncoder(this);
    }
  }
}
