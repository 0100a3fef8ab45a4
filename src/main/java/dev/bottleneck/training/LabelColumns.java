package dev.bottleneck.training;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The labels of a network of several outputs, which stand side by side in a batch's one array
 * {@code [batch, sum of widths]}, in the order of the outputs.
 */
public final class LabelColumns {
  private LabelColumns() {}

  /** Values of each output of a graph. */
  public static long[] widths(ComputationGraphConfiguration graph) {
    return graph.getNetworkOutputs().stream()
        .map(output -> ((LayerVertex) graph.getVertices().get(output)).getLayerConf().getLayer())
        .mapToLong(layer -> ((FeedForwardLayer) layer).getNOut())
        .toArray();
  }

  /** Whether {@code labels} are of these widths together. */
  public static boolean fit(INDArray labels, long[] widths) {
    return labels.rank() == 2 && labels.size(1) == Arrays.stream(widths).sum();
  }

  /**
   * Each output's labels {@code [batch, width]}, in C order and of their own.
   *
   * @throws IllegalArgumentException if they do not {@link #fit}
   */
  public static INDArray[] split(INDArray labels, long[] widths) {
    if (!fit(labels, widths)) {
      throw new IllegalArgumentException(
          "labels %s of outputs of %s values"
              .formatted(Arrays.toString(labels.shape()), Arrays.toString(widths)));
    }
    INDArray[] parts = new INDArray[widths.length];
    for (int i = 0; i < widths.length; i++) {
      parts[i] =
          Nd4j.createUninitialized(labels.dataType(), new long[] {labels.size(0), widths[i]}, 'c');
    }
    copy(labels, parts);
    return parts;
  }

  /** Copies each output's labels into the array that stands for it. */
  public static void copy(INDArray labels, INDArray[] parts) {
    long from = 0;
    for (INDArray part : parts) {
      long to = from + part.size(1);
      part.assign(labels.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to)));
      from = to;
    }
  }
}
