package dev.bottleneck.training;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The labels of a network of several outputs, which stand side by side in a batch's one array
 * {@code [batch, sum of widths]}, in the order of the outputs.
 */
public final class LabelColumns {
  private LabelColumns() {}

  /**
   * Values of each output of a graph. One may be of a layer that was told no size, such as a {@code
   * LossLayer}: it has what the others leave.
   *
   * @param total values of all together
   * @throws IllegalArgumentException if several were told no size
   */
  public static long[] widths(ComputationGraphConfiguration graph, long total) {
    List<String> outputs = graph.getNetworkOutputs();
    long[] widths = outputs.stream().mapToLong(output -> width(graph, output)).toArray();
    List<String> untold =
        IntStream.range(0, widths.length)
            .filter(i -> widths[i] == 0)
            .mapToObj(outputs::get)
            .toList();
    if (untold.size() > 1) {
      throw new IllegalArgumentException(
          "the outputs " + untold + " do not say how many values they have");
    }
    if (untold.size() == 1) {
      widths[outputs.indexOf(untold.get(0))] = total - Arrays.stream(widths).sum();
    }
    return widths;
  }

  /** 0 if it was told none. */
  private static long width(ComputationGraphConfiguration graph, String output) {
    return graph.getVertices().get(output) instanceof LayerVertex vertex
            && vertex.getLayerConf().getLayer() instanceof FeedForwardLayer layer
        ? layer.getNOut()
        : 0;
  }

  /** Whether labels of that shape are of these widths together. */
  public static boolean fit(long[] shape, long[] widths) {
    return shape.length == 2 && shape[1] == Arrays.stream(widths).sum();
  }

  /**
   * Each output's labels {@code [batch, width]}, views of {@code labels}.
   *
   * @throws IllegalArgumentException if they do not {@link #fit}
   */
  public static INDArray[] views(INDArray labels, long[] widths) {
    if (!fit(labels.shape(), widths)) {
      throw new IllegalArgumentException(
          "labels %s of outputs of %s values"
              .formatted(Arrays.toString(labels.shape()), Arrays.toString(widths)));
    }
    INDArray[] views = new INDArray[widths.length];
    long from = 0;
    for (int i = 0; i < widths.length; i++) {
      long to = from + widths[i];
      views[i] = labels.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
      from = to;
    }
    return views;
  }
}
