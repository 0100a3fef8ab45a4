package dev.bottleneck.study.figures;

import dev.bottleneck.data.SampleShape;
import dev.bottleneck.report.Drawing;
import dev.bottleneck.report.ImageTiles;
import dev.bottleneck.training.Network;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What the units of a dense layer look for in an example: the weights of a unit are of its shape.
 *
 * @param weights {@code [values, units]}, of the units that are drawn
 */
public record Filters(INDArray weights) {
  private static final int MOST = 100;
  private static final int IN_A_ROW = 20;

  /**
   * Those of layer {@code layer} of {@code net}; empty if it does not see the values of an example,
   * as the weights of others are no pictures.
   */
  public static Optional<Filters> of(Network net, int layer, SampleShape shape) {
    return net.layerOf(net.nodes().get(layer))
        .map(its -> its.getParam("W"))
        .filter(weights -> weights.rank() == 2 && weights.size(0) == shape.length())
        .map(Filters::shown);
  }

  /** A layer may have thousands, and on a GPU each is copied. */
  private static Filters shown(INDArray weights) {
    long units = Math.min(MOST, weights.size(1));
    return new Filters(weights.get(NDArrayIndex.all(), NDArrayIndex.interval(0, units)));
  }

  /** Tiles, each to its own scale, or the first of them as lines. */
  public Drawing draw(SampleShape shape) {
    if (shape.isVector()) {
      return VectorCharts.lines("weights", weights.transpose());
    }
    float[][] tiles = Pixels.filters(weights);
    return ImageTiles.draw(
        tiles, shape.height(), shape.width(), IN_A_ROW, 1, ImageTiles.Range.EACH);
  }
}
