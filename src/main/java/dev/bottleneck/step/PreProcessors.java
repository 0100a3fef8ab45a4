package dev.bottleneck.step;

import dev.bottleneck.layer.ReshapeExamples;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
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
      return Sequences.reshaped(plan.builder(), inOrder, PlanBuilder.plain(to), to);
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
}
