package dev.bottleneck.autoencoder;

import dev.bottleneck.layer.ReshapeExamples;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.NetworkDefinition;
import dev.bottleneck.training.NetworkNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeFeedForward;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeRecurrent;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;

/**
 * What an example becomes from layer to layer, told without making the network or the example:
 * whether each layer takes what the one before gives, and how much memory an example needs.
 */
final class NetworkShapes {
  private final NetworkDefinition definition;
  private final Map<String, InputType> types = new HashMap<>();

  /** Floats of all activations of an example, and of the largest window matrix. */
  private long floats;

  private long largestWindows;

  /** Rows that an example is at present, where its time steps became examples of their own. */
  private long steps = 1;

  private NetworkShapes(NetworkDefinition definition) {
    this.definition = definition;
  }

  /**
   * Follows an example through an autoencoder.
   *
   * @param inputs values of an example
   * @return bytes that the activations of one example take
   * @throws UserError naming the layer that does not fit, or an output of other than {@code inputs}
   *     values, or more memory than the process may use; without the file
   */
  static long bytesPerExample(NetworkDefinition definition, int inputs) {
    return new NetworkShapes(definition).follow(inputs);
  }

  private long follow(int inputs) {
    types.put(Network.INPUT, InputType.feedForward(inputs));
    floats = inputs;
    for (NetworkNode node : definition.nodes()) {
      try {
        InputType type = node.layer() == null ? ofVertex(node) : ofLayer(node);
        if (elements(type) < 1) {
          throw new UserError("its output is empty");
        }
        types.put(node.name(), type);
        floats = Math.addExact(floats, elements(type));
      } catch (UserError e) {
        throw new UserError(node.name() + ": " + e.getMessage(), e);
      } catch (RuntimeException e) {
        throw new UserError(node.name() + ": it does not take what the layer before gives", e);
      }
      requireMemory(node.name());
    }
    InputType type = types.get(definition.outputs().get(0));
    if (elements(type) != inputs) {
      throw new UserError(
          "its network gives "
              + elements(type)
              + " values for the "
              + inputs
              + " that its card says");
    }
    return bytes();
  }

  private InputType ofVertex(NetworkNode node) {
    InputType[] given = node.inputs().stream().map(types::get).toArray(InputType[]::new);
    return VertexShapes.output(node.vertex(), given);
  }

  private InputType ofLayer(NetworkNode node) {
    InputType below = types.get(node.inputs().get(0));
    InputType type = node.before() == null ? below : reshaped(node.before(), below);
    Layer layer = node.layer();
    requireInputs(node.settings(), layer, type);
    if (layer instanceof ConvolutionLayer c) {
      int[][] window = {c.getKernelSize(), c.getStride(), c.getPadding(), c.getDilation()};
      windows(type, c.getConvolutionMode(), layer instanceof Deconvolution2D, window);
    } else if (layer instanceof SubsamplingLayer s) {
      int[][] window = {s.getKernelSize(), s.getStride(), s.getPadding(), s.getDilation()};
      windows(type, s.getConvolutionMode(), false, window);
    }
    // Told no size, these give what they take; DL4J would say 0.
    boolean passes = layer instanceof LossLayer || layer instanceof DropoutLayer;
    return passes ? type : layer.getOutputType(0, type);
  }

  private InputType reshaped(InputPreProcessor reshape, InputType below) {
    if (reshape instanceof ComposableInputPreProcessor several) {
      InputType type = below;
      for (InputPreProcessor one : several.getInputPreProcessors()) {
        type = reshaped(one, type);
      }
      return type;
    }
    if (reshape instanceof RnnToFeedForwardPreProcessor) {
      InputTypeRecurrent sequence = (InputTypeRecurrent) below;
      steps = sequence.getTimeSeriesLength();
      return InputType.feedForward(sequence.getSize());
    }
    if (reshape instanceof FeedForwardToRnnPreProcessor back) {
      long size = ((InputTypeFeedForward) below).getSize();
      InputType sequence = InputType.recurrent(size, steps, back.getRnnDataFormat());
      steps = 1;
      return sequence;
    }
    return reshape instanceof ReshapeExamples examples
        ? reshaped(examples, below)
        : reshape.getOutputType(below);
  }

  private InputType reshaped(ReshapeExamples examples, InputType below) {
    long[] to = examples.getTo();
    if (product(examples.getFrom()) != elements(below)) {
      throw new UserError(
          "it reshapes "
              + Arrays.toString(examples.getFrom())
              + ", but is given "
              + elements(below)
              + " values");
    }
    return switch (to.length) {
      case 1 -> InputType.feedForward(to[0]);
      case 2 -> InputType.recurrent(to[1], to[0], RNNFormat.NWC);
      case 3 -> InputType.convolutional(to[1], to[2], to[0]);
      default -> throw new UserError("it reshapes to " + Arrays.toString(to));
    };
  }

  /** Whether the layer's weights are for as many inputs as there are. */
  private static void requireInputs(NeuralNetConfiguration conf, Layer layer, InputType type) {
    if (layer instanceof BaseWrapperLayer wrapper) {
      requireInputs(conf, wrapper.getUnderlying(), type);
    } else if (layer instanceof FrozenLayer frozen) {
      requireInputs(conf, frozen.getLayer(), type);
    } else if (layer instanceof Bidirectional both) {
      requireInputs(conf, both.getFwd(), type);
      requireInputs(conf, both.getBwd(), type);
    } else if (layer instanceof FeedForwardLayer given
        && (given.getNIn() > 0 || given.initializer().numParams(layer) > 0)) {
      FeedForwardLayer wanted = (FeedForwardLayer) given.clone();
      wanted.setNIn(type, true);
      if (wanted.getNIn() != given.getNIn()) {
        throw new UserError(
            "it takes " + given.getNIn() + " inputs, but is given " + wanted.getNIn());
      }
    }
  }

  /**
   * Whether the windows lie within an image.
   *
   * @param back whether they are written to, not read from
   * @param window kernel, stride, padding and dilation, of both axes
   */
  private void windows(InputType type, ConvolutionMode mode, boolean back, int[][] window) {
    InputTypeConvolutional images = (InputTypeConvolutional) type;
    long[] sides = {images.getHeight(), images.getWidth()};
    long windows = images.getChannels();
    for (int[] pair : window) {
      if (pair.length != 2) {
        throw new UserError("its windows are of " + pair.length + " dimensions");
      }
    }
    for (int axis = 0; axis < 2; axis++) {
      int kernel = window[0][axis];
      int stride = window[1][axis];
      int pad = window[2][axis];
      int dilation = window[3][axis];
      long reach = (kernel - 1L) * dilation + 1;
      // A window may stick out of a small image, but not be mostly outside, nor step far beyond.
      long most = 2 * (sides[axis] + pad) + 31;
      if (reach > most || mode != ConvolutionMode.Same && pad >= reach) {
        throw new UserError(
            "its window reaches over "
                + reach
                + " values, padded by "
                + pad
                + ", of an image of "
                + sides[axis]);
      }
      if (stride > most + reach) {
        throw new UserError("its window steps by " + stride + " in an image of " + sides[axis]);
      }
      long steps = back ? sides[axis] : (sides[axis] + 2L * pad) / stride + 1;
      windows = Math.multiplyExact(windows, Math.multiplyExact(steps, (long) kernel));
    }
    largestWindows = Math.max(largestWindows, windows);
  }

  private void requireMemory(String layer) {
    if (bytes() > Pointer.maxBytes() / 2) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "%s: one example would take %,d MiB of the %,d MiB there are for arrays",
              layer,
              bytes() >> 20,
              Pointer.maxBytes() >> 20));
    }
  }

  private long bytes() {
    return Math.multiplyExact(Math.addExact(floats, largestWindows), (long) Float.BYTES);
  }

  private long elements(InputType type) {
    return Math.multiplyExact(steps, product(type.getShape(false)));
  }

  private static long product(long[] shape) {
    long product = 1;
    for (long size : shape) {
      if (size < 1) {
        throw new UserError("a side of " + Arrays.toString(shape) + " is below 1");
      }
      product = Math.multiplyExact(product, size);
    }
    return product;
  }
}
