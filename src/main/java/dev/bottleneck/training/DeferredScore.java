package dev.bottleneck.training;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Sums the scores of a network's batches on the device, so that the host need not wait for each.
 *
 * <p>DL4J computes a score as a number of Java's. For the length of one pass the output layer's
 * loss function is exchanged for one that adds to the sum and tells DL4J nought, and the layers'
 * penalties are added, too ({@link DeferredPenalty}); what DL4J still counts by itself, such as
 * weight decay, is added on the host. Afterwards the network is as it was.
 *
 * <p>Sums are in double precision: they differ from DL4J's in a float's last digits.
 */
final class DeferredScore {
  /** Of these it is known how DL4J makes the score from the loss. */
  private static final List<Class<? extends Layer>> OUTPUTS =
      List.of(OutputLayer.class, RnnOutputLayer.class, LossLayer.class);

  private final ILossFunction loss;
  private final Consumer<ILossFunction> exchange;
  private final boolean averages;
  private final List<DeferredPenalty> penalties;

  /** {@code [2]}: the weighted sum over all batches, and the score of the present one. */
  private final INDArray both = Nd4j.zeros(DataType.DOUBLE, 2);

  private final INDArray sum = both.get(NDArrayIndex.interval(0, 1));
  private final INDArray present = both.get(NDArrayIndex.interval(1, 2));
  private double countedByDl4j;
  private double presentByDl4j;

  /**
   * @param sum of the batches' scores, each times its weight
   * @param last the score of the last batch
   */
  record Reading(double sum, double last) {}

  private DeferredScore(
      Network net, ILossFunction loss, Consumer<ILossFunction> exchange, boolean averages) {
    this.loss = loss;
    this.exchange = exchange;
    this.averages = averages;
    penalties =
        net.nodes().stream()
            .flatMap(node -> net.layerOf(node).stream())
            .filter(DeferredPenalty.class::isInstance)
            .map(DeferredPenalty.class::cast)
            .toList();
  }

  /** Empty if it is not known how DL4J computes the score of {@code net}. */
  static Optional<DeferredScore> of(Network net) {
    NetworkDefinition definition = net.definition();
    Layer output = definition.output();
    if (definition.outputs().size() != 1
        || !OUTPUTS.contains(output.getClass())
        || definition.backpropType() != BackpropType.Standard) {
      return Optional.empty();
    }
    DeferredScore score;
    if (output instanceof LossLayer layer) {
      // It divides by the batch size whatever the network says of mini-batches.
      score = new DeferredScore(net, layer.getLossFn(), layer::setLossFn, true);
    } else {
      BaseOutputLayer layer = (BaseOutputLayer) output;
      boolean averages = net.layerOf(net.output()).orElseThrow().conf().isMiniBatch();
      score = new DeferredScore(net, layer.getLossFn(), layer::setLossFn, averages);
    }
    return DeferredLoss.canDefer(score.loss) ? Optional.of(score) : Optional.empty();
  }

  /**
   * Runs {@code pass} of one batch without reading its score.
   *
   * @param weight of its score in the sum
   * @param pass makes DL4J compute the score, and returns what DL4J takes for it
   */
  void add(DataSet batch, double weight, DoubleSupplier pass) {
    present.assign(0);
    double factor = averages ? 1.0 / batch.getFeatures().size(0) : 1;
    exchange.accept(new DeferredLoss(loss, terms -> addToPresent(terms, factor)));
    penalties.forEach(layer -> layer.deferPenalty(this::addToPresent));
    try {
      presentByDl4j = pass.getAsDouble();
    } finally {
      exchange.accept(loss);
      penalties.forEach(layer -> layer.deferPenalty(null));
    }
    sum.addi(weight == 1 ? present : present.mul(weight));
    countedByDl4j += weight * presentByDl4j;
  }

  /** Adds a score that has been read, with the weight 1. */
  void addRead(double score) {
    present.assign(0);
    presentByDl4j = score;
    countedByDl4j += score;
  }

  private void addToPresent(INDArray terms, double factor) {
    present.addi(terms.castTo(DataType.DOUBLE).sum().muli(factor));
  }

  /** Waits for the device, and begins anew. */
  Reading read() {
    double[] read = both.toDoubleVector();
    Reading reading = new Reading(read[0] + countedByDl4j, read[1] + presentByDl4j);
    clear();
    return reading;
  }

  /** Begins anew without waiting. */
  void clear() {
    sum.assign(0);
    countedByDl4j = 0;
  }
}
