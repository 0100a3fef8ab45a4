package dev.bottleneck.step.dl4j;

import dev.bottleneck.step.graph.NetworkVectors;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Update;
import dev.bottleneck.training.Network;
import java.util.List;
import org.deeplearning4j.nn.api.Updater;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where a network has its flat vectors, and what updates them. DL4J may replace them, as when a
 * learning rate is set; what was made for the old ones is then of no use.
 */
public record NetworkMemory(NetworkVectors vectors, Updater updater) {
  /** That of {@code net} at present; makes its updater if it has none yet. */
  public static NetworkMemory of(Network net) {
    Updater updater = net.updater();
    INDArray state = updater.getStateViewArray();
    NetworkVectors vectors =
        new NetworkVectors(
            addressOf(net.params()),
            addressOf(net.gradient()),
            state == null ? 0 : addressOf(state),
            net.numParams(),
            state == null ? 0 : state.length());
    return new NetworkMemory(vectors, updater);
  }

  /** Where the first value of {@code array} lies; a view's buffer tells that of the whole. */
  private static long addressOf(INDArray array) {
    return array.data().address() + array.offset() * Float.BYTES;
  }

  /** Whether this is still where {@code net} has them. */
  public boolean holdsFor(Network net) {
    NetworkMemory now = of(net);
    return now.updater == updater && now.vectors.equals(vectors);
  }

  /** What updates them. */
  public List<Update> updates() throws NotCompilable {
    return Updates.of(updater);
  }
}
