package dev.bottleneck.experiment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.bottleneck.data.Splits;
import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.Gelu;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.Arm;
import dev.bottleneck.study.AutoencoderExperiment;
import dev.bottleneck.study.AutoencoderHyperparameters;
import dev.bottleneck.study.StudyMain;
import java.util.List;
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
 * → 1 sigmoid → 28×28; kernels 3×3. Examples are {@code [batch, height × width]}, within the
 * network {@code [batch, channels, height, width]}. Binary cross-entropy, a mean over pixels and
 * the batch. Source: Géron, Hands-On Machine Learning (3rd ed.), chapter 17.
 */
public final class ConvolutionalExperiment
    extends AutoencoderExperiment<ConvolutionalExperiment.Hyperparameters> {
  private static final int KERNEL = 3;

  /**
   * @param height of an image, four times an odd number: 12, 20, 28, ... (28, 14, 7, 3 and back)
   * @param width likewise
   * @param filters of the three convolutions; the decoder has them in reverse
   */
  public record Hyperparameters(
      int height, int width, List<Integer> filters, int batchSize, int epochs, double learningRate)
      implements AutoencoderHyperparameters {
    public Hyperparameters {
      requireFourTimesOdd("height", height);
      requireFourTimesOdd("width", width);
      AutoencoderHyperparameters.check(height * width, batchSize, epochs, learningRate);
      if (filters == null || filters.size() != 3) {
        throw new UserError("filters must be three numbers, not " + filters);
      }
      filters.forEach(count -> Require.atLeast("filters", count, 1));
      filters = List.copyOf(filters);
    }

    private static void requireFourTimesOdd(String name, int value) {
      if (value < 12 || value % 8 != 4) {
        throw new UserError(
            name + " must be four times an odd number, such as 12, 20 or 28, not " + value);
      }
    }

    /** Follows from height and width, and is no key of its own. */
    @Override
    @JsonIgnore
    public int inputs() {
      return height * width;
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
    ImageShape.require(h.height(), h.width(), data);
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
        .layer(convolution(1, first))
        .layer(pool())
        .layer(convolution(first, second))
        .layer(pool())
        .layer(convolution(second, third))
        .layer(pool())
        .layer(deconvolution(third, second, ConvolutionMode.Truncate, new Gelu()))
        .layer(deconvolution(second, first, ConvolutionMode.Same, new Gelu()))
        .layer(
            deconvolution(
                first, 1, ConvolutionMode.Same, Activation.IDENTITY.getActivationFunction()))
        .layer(
            new LossLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
                .activation(Activation.SIGMOID)
                .build())
        .setInputType(InputType.convolutionalFlat(h.height(), h.width(), 1))
        .build();
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
