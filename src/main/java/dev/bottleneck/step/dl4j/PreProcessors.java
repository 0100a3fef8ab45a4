package dev.bottleneck.step.dl4j;

import dev.bottleneck.layer.ReshapeExamples;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Reshape;
import dev.bottleneck.step.graph.RowsOfSequence;
import dev.bottleneck.step.graph.SequenceOfRows;
import dev.bottleneck.step.graph.Value;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;

/** What DL4J puts between layers to change the shape of what flows. */
final class PreProcessors {
  private PreProcessors() {}

  /**
   * Adds {@code preProcessor}, {@code null} for none, to the plan of the layer it belongs to.
   *
   * @throws NotCompilable if it, or what it is given, is not known
   */
  static Value read(InputPreProcessor preProcessor, LayerReading reading, Value input)
      throws NotCompilable {
    if (preProcessor == null) {
      return input;
    }
    if (preProcessor instanceof ComposableInputPreProcessor composed) {
      Value value = input;
      for (InputPreProcessor part : composed.getInputPreProcessors()) {
        value = read(part, reading, value);
      }
      return value;
    }
    if (preProcessor instanceof ReshapeExamples reshape
        && Arrays.equals(input.shape(), withBatch(reading, reshape.getFrom()))) {
      return reshape(reading, input, withBatch(reading, reshape.getTo()));
    }
    if (preProcessor instanceof RnnToFeedForwardPreProcessor rows
        && rows.getRnnDataFormat() == RNNFormat.NWC
        && input.rank() == 3) {
      Value output = reading.value((long) input.size(0) * input.size(1), input.size(2));
      return reading.add(new RowsOfSequence(input, output));
    }
    if (preProcessor instanceof FeedForwardToRnnPreProcessor sequence
        && sequence.getRnnDataFormat() == RNNFormat.NWC
        && input.rank() == 2) {
      int batch = reading.batch();
      Value output = reading.value(batch, input.size(0) / batch, input.size(1));
      return reading.add(new SequenceOfRows(input, output));
    }
    if (preProcessor instanceof FeedForwardToCnnPreProcessor toImages) {
      return toImages(toImages, reading, input);
    }
    if (preProcessor instanceof CnnToFeedForwardPreProcessor toVectors) {
      return toVectors(toVectors, reading, input);
    }
    throw reading.refuse("the preprocessor " + preProcessor + " is not known to the compiled step");
  }

  private static Value reshape(LayerReading reading, Value input, long... shape) {
    return reading.add(new Reshape(input, reading.value(shape)));
  }

  private static long[] withBatch(LayerReading reading, long[] example) {
    long[] whole = new long[example.length + 1];
    whole[0] = reading.batch();
    System.arraycopy(example, 0, whole, 1, example.length);
    return whole;
  }

  private static Value toImages(FeedForwardToCnnPreProcessor to, LayerReading reading, Value input)
      throws NotCompilable {
    long[] image = {reading.batch(), to.getNumChannels(), to.getInputHeight(), to.getInputWidth()};
    if (Arrays.equals(input.shape(), image)) {
      return input;
    }
    requireShape(reading, input, reading.batch(), image[1] * image[2] * image[3]);
    return reshape(reading, input, image);
  }

  private static Value toVectors(
      CnnToFeedForwardPreProcessor from, LayerReading reading, Value input) throws NotCompilable {
    if (from.getFormat() != CNN2DFormat.NCHW) {
      throw reading.refuse("the data format " + from.getFormat() + " is not known");
    }
    long[] image = {
      reading.batch(), from.getNumChannels(), from.getInputHeight(), from.getInputWidth()
    };
    requireShape(reading, input, image);
    return reshape(reading, input, image[0], image[1] * image[2] * image[3]);
  }

  private static void requireShape(LayerReading reading, Value input, long... wanted)
      throws NotCompilable {
    if (!Arrays.equals(input.shape(), wanted)) {
      throw reading.refuse(
          "its input is " + Arrays.toString(input.shape()) + ", not " + Arrays.toString(wanted));
    }
  }
}
