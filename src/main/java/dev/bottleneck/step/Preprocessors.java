package dev.bottleneck.step;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/** Compiles what DL4J puts before a layer: vectors to images, and back. */
final class Preprocessors {
  private Preprocessors() {}

  /** Whether {@code preProcessor} can be compiled; {@code null} can. */
  static boolean isKnown(InputPreProcessor preProcessor) {
    return preProcessor == null
        || preProcessor.getClass() == FeedForwardToCnnPreProcessor.class
        || preProcessor.getClass() == CnnToFeedForwardPreProcessor.class;
  }

  /** Appends a known {@code preProcessor}, or nothing for {@code null}. */
  static Signal append(InputPreProcessor preProcessor, LayerPlan plan, Signal input)
      throws NotCompilable {
    if (preProcessor instanceof FeedForwardToCnnPreProcessor toImages) {
      return toImages(toImages, plan, input);
    }
    if (preProcessor instanceof CnnToFeedForwardPreProcessor toVectors) {
      return toVectors(toVectors, plan, input);
    }
    return input;
  }

  private static Signal toImages(FeedForwardToCnnPreProcessor to, LayerPlan plan, Signal input)
      throws NotCompilable {
    long[] image = {plan.batch(), to.getNumChannels(), to.getInputHeight(), to.getInputWidth()};
    long[] shape = input.value().shape();
    if (Arrays.equals(shape, image)) {
      return input;
    }
    requireShape(plan, shape, plan.batch(), image[1] * image[2] * image[3]);
    return plan.builder().reshaped(input, image);
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
    return plan.builder().reshaped(inOrder, shape[0], shape[1] * shape[2] * shape[3]);
  }

  private static void requireShape(LayerPlan plan, long[] actual, long... wanted)
      throws NotCompilable {
    if (!Arrays.equals(actual, wanted)) {
      throw plan.refuse(
          "its input is " + Arrays.toString(actual) + ", not " + Arrays.toString(wanted));
    }
  }
}
