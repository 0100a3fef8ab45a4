package dev.bottleneck.step.dl4j;

import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Value;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;

/**
 * Rows of sequences, {@code [time × batch, n]}, as DL4J gives them to layers between its
 * preprocessors: the first dimension is not the batch.
 */
final class Rows {
  private Rows() {}

  /**
   * Refuses what would mistake the rows of a sequence for examples.
   *
   * @param input what {@code layer} is given
   */
  static void check(Layer layer, LayerReading reading, Value input) throws NotCompilable {
    boolean recurrent = layer instanceof LSTM || layer instanceof LastTimeStep;
    boolean rowByRow = layer instanceof DenseLayer || layer instanceof ActivationLayer;
    boolean plain = layer.getIDropout() == null;
    if (input.rank() == 3 && !recurrent) {
      throw reading.refuse("of a sequence " + Arrays.toString(input.shape()) + " it is not known");
    }
    if (input.size(0) != reading.batch() && !(rowByRow && plain)) {
      throw reading.refuse(
          "on each step of a sequence only dense layers and activations are known, uncorrupted");
    }
  }
}
