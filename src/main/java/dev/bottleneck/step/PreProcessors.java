package dev.bottleneck.step;

import dev.bottleneck.layer.ReshapeExamples;
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
   * Appends {@code preProcessor}, {@code null} for none, to the plan of the layer it belongs to.
   *
   * @throws NotCompilable if it, or what it is given, is not known
   */
  static Signal append(InputPreProcessor preProcessor, LayerPlan plan, Signal input)
      throws NotCompilable {
    if (preProcessor == null) {
      return input;
    }
    if (preProcessor instanceof ComposableInputPreProcessor composed) {
      Signal signal = input;
      for (InputPreProcessor part : composed.getInputPreProcessors()) {
        signal = append(part, plan, signal);
      }
      return signal;
    }
    long[] shape = input.value().shape();
    if (preProcessor instanceof ReshapeExamples reshape && fits(reshape, plan, input)) {
      Signal inOrder = Reorder.append(plan.builder(), input, PlanBuilder.plain(shape));
      long[] to = withBatch(plan, reshape.getTo());
      return plan.builder().reshaped(inOrder, PlanBuilder.plain(to), to);
    }
    if (preProcessor instanceof RnnToFeedForwardPreProcessor rows
        && rows.getRnnDataFormat() == RNNFormat.NWC
        && shape.length == 3
        && !Sequences.isRepeated(input)) {
      return Sequences.rows(plan.builder(), input);
    }
    if (preProcessor instanceof FeedForwardToRnnPreProcessor sequence
        && sequence.getRnnDataFormat() == RNNFormat.NWC
        && shape.length == 2) {
      return Sequences.ofRows(plan.builder(), input);
    }
    if (preProcessor instanceof FeedForwardToCnnPreProcessor toImages) {
      return toImages(toImages, plan, input);
    }
    if (preProcessor instanceof CnnToFeedForwardPreProcessor toVectors) {
      return toVectors(toVectors, plan, input);
    }
    throw plan.refuse("the preprocessor " + preProcessor + " is not known to the compiled step");
  }

  private static boolean fits(ReshapeExamples reshape, LayerPlan plan, Signal input) {
    return Arrays.equals(input.value().shape(), withBatch(plan, reshape.getFrom()))
        && !Sequences.isRepeated(input);
  }

  private static long[] withBatch(LayerPlan plan, long[] example) {
    long[] whole = new long[example.length + 1];
    whole[0] = plan.batch();
    System.arraycopy(example, 0, whole, 1, example.length);
    return whole;
  }

  private static Signal toImages(FeedForwardToCnnPreProcessor to, LayerPlan plan, Signal input)
      throws NotCompilable {
    long[] image = {plan.batch(), to.getNumChannels(), to.getInputHeight(), to.getInputWidth()};
    long[] shape = input.value().shape();
    if (Arrays.equals(shape, image)) {
      return input;
    }
    requireShape(plan, shape, plan.batch(), image[1] * image[2] * image[3]);
    return plan.builder().reshaped(input, PlanBuilder.plain(image), image);
  }

  private static Signal toVectors(CnnToFeedForwardPreProcessor from, LayerPlan plan, Signal input)
      throws NotCompilable {
    if (from.getFormat() != CNN2DFormat.NCHW) {
      throw plan.refuse("the data format " + from.getFormat() + " is not known");
    }
    long[] shape = input.value().shape();
    requireShape(
        plan,
        shape,
        plan.batch(),
        from.getNumChannels(),
        from.getInputHeight(),
        from.getInputWidth());
    Signal inOrder = Reorder.append(plan.builder(), input, PlanBuilder.plain(shape));
    long[] vectors = {shape[0], shape[1] * shape[2] * shape[3]};
    return plan.builder().reshaped(inOrder, PlanBuilder.plain(vectors), vectors);
  }

  private static void requireShape(LayerPlan plan, long[] actual, long... wanted)
      throws NotCompilable {
    if (!Arrays.equals(actual, wanted)) {
      throw plan.refuse(
          "its input is " + Arrays.toString(actual) + ", not " + Arrays.toString(wanted));
    }
  }
}
