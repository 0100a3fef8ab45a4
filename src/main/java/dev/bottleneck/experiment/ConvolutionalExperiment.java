package dev.bottleneck.experiment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.bottleneck.data.SampleShape;
import dev.bottleneck.data.Splits;
import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.Gelu;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.StudyMain;
import dev.bottleneck.study.autoencoder.AutoencoderExperiment;
import dev.bottleneck.study.autoencoder.AutoencoderHyperparameters;
import dev.bottleneck.study.result.Arm;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;

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
  private static final int KERNEL = 3;
  private static final int POOLS = 3;

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
      Require.atLeast("height", height, 1 << POOLS);
      Require.atLeast("width", width, 1 << POOLS);
      Require.atLeast("channels", channels, 1);
      requireLikeHalves(height, width);
      AutoencoderHyperparameters.check(
          Math.multiplyExact(Math.multiplyExact(height, width), channels),
          batchSize,
          epochs,
          learningRate);
      if (filters == null || filters.size() != POOLS) {
        throw new UserError("filters must be three numbers, not " + filters);
      }
      filters.forEach(count -> Require.atLeast("filters", count, 1));
      filters = List.copyOf(filters);
    }

    /** A transposed convolution gives back twice a size, or that and one: in both directions. */
    private static void requireLikeHalves(int height, int width) {
      for (int pool = 0; pool < POOLS; pool++) {
        if ((height >> pool) % 2 != (width >> pool) % 2) {
          throw new UserError(
              String.format(
                  Locale.ROOT,
                  "height and width are %d and %d: halved %d times they are %d and %d, of which"
                      + " one is odd, and the decoder cannot give back both: scale the images, such"
                      + " as to multiples of 8",
                  height,
                  width,
                  pool,
                  height >> pool,
                  width >> pool));
        }
      }
    }

    /** Follows from height, width and channels, and is no key of its own. */
    @Override
    @JsonIgnore
    public int inputs() {
      return height * width * channels;
    }
  }

  public static void main(String[] args) {
    StudyMain.run(new ConvolutionalExperiment(), args);
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
    int first = h.filters().get(0);
    int second = h.filters().get(1);
    int third = h.filters().get(2);
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(Keras.adam(h.learningRate()))
        .list()
        .layer(convolution(h.channels(), first))
        .layer(pool())
        .layer(convolution(first, second))
        .layer(pool())
        .layer(convolution(second, third))
        .layer(pool())
        .layer(deconvolution(third, second, back(h, 2), new Gelu()))
        .layer(deconvolution(second, first, back(h, 1), new Gelu()))
        .layer(
            deconvolution(
                first, h.channels(), back(h, 0), Activation.IDENTITY.getActivationFunction()))
        .layer(
            new LossLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
                .activation(Activation.SIGMOID)
                .build())
        .setInputType(InputType.convolutionalFlat(h.height(), h.width(), h.channels()))
        .build();
  }

  /** The mode that gives back the size before pool number {@code pool}: 2n, or 2n + 1. */
  private static ConvolutionMode back(Hyperparameters h, int pool) {
    return (h.height() >> pool) % 2 == 0 ? ConvolutionMode.Same : ConvolutionMode.Truncate;
  }

  private static ConvolutionLayer convolution(int from, int to) {
    return new ConvolutionLayer.Builder(KERNEL, KERNEL)
        .nIn(from)
        .nOut(to)
        .convolutionMode(ConvolutionMode.Same)
        .weightInit(Keras.glorotUniform(from * KERNEL * KERNEL, to * KERNEL * KERNEL))
        .activation(new Gelu())
        .build();
  }

  private static SubsamplingLayer pool() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }

  private static Deconvolution2D deconvolution(
      int from, int to, ConvolutionMode mode, IActivation activation) {
    return new Deconvolution2D.Builder(KERNEL, KERNEL)
        .nIn(from)
        .nOut(to)
        .stride(2, 2)
        .convolutionMode(mode)
        .weightInit(Keras.glorotUniform(from * KERNEL * KERNEL, to * KERNEL * KERNEL))
        .activation(activation)
        .build();
  }
}
