package dev.bottleneck.training;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network as it was: parameters, the updater's state and the counters of steps and epochs.
 *
 * <p>The last two belong to it because a network whose Adam moments or corruption are those of
 * another epoch could not be trained on.
 */
final class Snapshot {
  private final INDArray parameters;
  private final INDArray updaterState;
  private int iterations;
  private int epochs;

  /** Room for a copy of {@code net}; nothing is taken yet. */
  Snapshot(Network net) {
    parameters = net.params().ulike();
    updaterState = net.updaterState().map(INDArray::ulike).orElse(null);
  }

  /** Copies what {@code net} is now. */
  void take(Network net) {
    parameters.assign(net.params());
    if (updaterState != null) {
      updaterState.assign(net.updaterState().orElseThrow());
    }
    iterations = net.iterations();
    epochs = net.epochs();
  }

  /** Makes {@code net} what it was, to the last bit. */
  void restore(Network net) {
    net.params().assign(parameters);
    if (updaterState != null) {
      net.updaterState().orElseThrow().assign(updaterState);
    }
    net.setCounters(iterations, epochs);
  }
}
