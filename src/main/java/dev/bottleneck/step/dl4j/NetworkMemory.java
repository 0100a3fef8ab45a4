package dev.bottleneck.step.dl4j;

import dev.bottleneck.step.graph.NetworkVectors;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Update;
import dev.bottleneck.training.Network;
import java.util.List;
import org.deeplearning4j.nn.api.Updater;

/**
 * Where a network has its flat vectors, and what updates them. DL4J may replace them, as when a
 * learning rate is set; what was made for the old ones is then of no use.
 */
public record NetworkMemory(NetworkVectors vectors, Updater updater) {
  /** That of {@code net} at present; makes its updater if it has none yet. */
  public static NetworkMemory of(Network net) {
    Updater updater = net.updater();
    NetworkVectors vectors =
        new NetworkVectors(net.params(), net.gradient(), updater.getStateViewArray());
    return new NetworkMemory(vectors, updater);
  }

  /** Whether this is still where {@code net} has them. */
  public boolean holdsFor(Network net) {
    NetworkMemory now = of(net);
    return now.updater == updater && now.vectors.lieAs(vectors);
  }

  /** What updates them. */
  public List<Update> updates() throws NotCompilable {
    return Updates.of(updater);
  }
}
