package dev.bottleneck.experiment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.bottleneck.cli.Main;
import dev.bottleneck.data.SampleShape;
import dev.bottleneck.data.Splits;
import dev.bottleneck.study.autoencoder.AutoencoderExperiment;
import dev.bottleneck.study.autoencoder.AutoencoderHyperparameters;
import dev.bottleneck.study.result.Arm;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * The convolutional autoencoder: convolutions and max-pooling down to the code, transposed
 * convolutions back up.
 *
 * <p>By default 28×28 → convolution 16 gelu, pool → 14×14 → convolution 32 gelu, pool → 7×7 →
 * convolution 64 gelu, pool → code 64×3×3 → transposed convolution 32 gelu → 7×7 → 16 gelu → 14×14
 * → 1 sigmoid → 28×28; kernels 3×3. Examples are {@code [batch, channels × height × width]}, within
 * the network {@code [batch, channels, height, width]}. Binary cross-entropy, a mean over pixels
 * and the batch. Source: after Géron, Hands-On Machine Learning (3rd ed.), chapter 17.
 */
public final class ConvolutionalExperiment
    extends AutoencoderExperiment<ConvolutionalExperiment.Hyperparameters> {
  /**
   * @param height of an image, 8 or more
   * @param width likewise; in each halving both are even or both are odd
   * @param channels 1 for gray, 3 for red, green and blue
   * @param filters of the three convolutions; the decoder has them in reverse
   */
  public record Hyperparameters(
      int height,
      int width,
      int channels,
      List<Integer> filters,
      int batchSize,
      int epochs,
      double learningRate)
      implements AutoencoderHyperparameters {
    public Hyperparameters {
      ConvolutionalLayers.check(height, width, channels, filters, batchSize, epochs, learningRate);
      filters = List.copyOf(filters);
    }

    /** Follows from height, width and channels, and is no key of its own. */
    @Override
    @JsonIgnore
    public int inputs() {
      return height * width * channels;
    }
  }

  public static void main(String[] args) {
    Main.run(ConvolutionalExperiment.class, args);
  }

  @Override
  public String title() {
    return "Convolutional autoencoder";
  }

  @Override
  public Class<Hyperparameters> hyperparameters() {
    return Hyperparameters.class;
  }

  @Override
  public void check(Hyperparameters h, Splits data) {
    ImageShape.require(new SampleShape(h.height(), h.width(), h.channels()), true, data);
  }

  /** The output of the third pool. */
  @Override
  public int codeLayer(Hyperparameters h) {
    return 5;
  }

  @Override
  public MultiLayerConfiguration network(Hyperparameters h, Arm arm, long seed) {
    ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(Keras.adam(h.learningRate()))
            .list();
    ConvolutionalLayers.encode(layers, h.channels(), h.filters());
    return ConvolutionalLayers.decode(layers, h.height(), h.channels(), h.filters())
        .setInputType(InputType.convolutionalFlat(h.height(), h.width(), h.channels()))
        .build();
  }
}
