package dev.bottleneck.experiment;

import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.Gelu;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.autoencoder.AutoencoderHyperparameters;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/**
 * The layers of convolutional autoencoders that halve an image three times and double it again;
 * kernels 3×3.
 */
final class ConvolutionalLayers {
  static final int POOLS = 3;

  private static final int KERNEL = 3;

  private ConvolutionalLayers() {}

  /**
   * Refuses images that cannot be halved and given back, and filters that are not one number for
   * each halving; checks what every autoencoder has as well.
   */
  static void check(
      int height,
      int width,
      int channels,
      List<Integer> filters,
      int batchSize,
      int epochs,
      double learningRate) {
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

  /** Adds convolutions, each with a pool after it, up to the code. */
  static ListBuilder encode(ListBuilder layers, int channels, List<Integer> filters) {
    int from = channels;
    for (int to : filters) {
      layers.layer(convolution(from, to).build()).layer(pool());
      from = to;
    }
    return layers;
  }

  /** Adds transposed convolutions from the code to the image, and its loss. */
  static ListBuilder decode(ListBuilder layers, int height, int channels, List<Integer> filters) {
    for (int pool = filters.size() - 1; pool >= 0; pool--) {
      int to = pool == 0 ? channels : filters.get(pool - 1);
      IActivation activation = pool == 0 ? new ActivationIdentity() : new Gelu();
      layers.layer(deconvolution(filters.get(pool), to, back(height, pool), activation));
    }
    return layers.layer(image());
  }

  /** The mode that gives back the size before pool number {@code pool}: 2n, or 2n + 1. */
  static ConvolutionMode back(int height, int pool) {
    return (height >> pool) % 2 == 0 ? ConvolutionMode.Same : ConvolutionMode.Truncate;
  }

  /** One that keeps the image's size. */
  static ConvolutionLayer.Builder convolution(int from, int to, IActivation activation) {
    return new ConvolutionLayer.Builder(KERNEL, KERNEL)
        .nIn(from)
        .nOut(to)
        .convolutionMode(ConvolutionMode.Same)
        .weightInit(Keras.glorotUniform(from * KERNEL * KERNEL, to * KERNEL * KERNEL))
        .activation(activation);
  }

  /** The same with gelu. */
  static ConvolutionLayer.Builder convolution(int from, int to) {
    return convolution(from, to, new Gelu());
  }

  /** Halves the image. */
  static SubsamplingLayer pool() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }

  /** Doubles the image. */
  static Deconvolution2D deconvolution(
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

  /**
   * Sigmoid of the logits that it is given, with their binary cross-entropy, a mean over pixels.
   */
  static LossLayer image() {
    return new LossLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
        .activation(Activation.SIGMOID)
        .build();
  }
}
