package dev.bottleneck.study.figures;

import dev.bottleneck.data.SampleShape;
import dev.bottleneck.layer.Corruption;
import dev.bottleneck.report.Drawing;
import dev.bottleneck.report.ImageGrid;
import dev.bottleneck.training.Network;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Examples and what an autoencoder makes of them.
 *
 * @param originals {@code [n, values]}
 * @param corrupted what a denoising one was given
 * @param found {@code [n, values]}
 */
public record Reconstructed(INDArray originals, Optional<INDArray> corrupted, INDArray found) {
  /** What {@code net} gives back of them; a denoising one is given corrupted ones. */
  public static Reconstructed by(Network net, INDArray originals) {
    Optional<INDArray> corrupted = corruption(net).map(c -> c.corrupt(originals, 0));
    return new Reconstructed(
        originals,
        corrupted,
        net.activations(Network.INPUT, net.output(), corrupted.orElse(originals)));
  }

  private static Optional<Corruption> corruption(Network net) {
    return net.nodes().stream()
        .flatMap(node -> net.layerOf(node).stream())
        .findFirst()
        .map(first -> first.conf().getLayer().getIDropout())
        .filter(Corruption.class::isInstance)
        .map(Corruption.class::cast);
  }

  /** Images in rows, vectors as lines. */
  public Drawing draw(SampleShape shape) {
    if (shape.isVector()) {
      return VectorCharts.reconstructions(originals, corrupted, found);
    }
    ImageGrid grid =
        ImageGrid.of(shape.height(), shape.width()).row("original", Pixels.rows(originals));
    corrupted.ifPresent(images -> grid.row("corrupted", Pixels.rows(images)));
    return grid.row("reconstruction", Pixels.rows(found)).draw(2);
  }
}
