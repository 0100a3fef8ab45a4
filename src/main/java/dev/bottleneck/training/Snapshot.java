package dev.bottleneck.training;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
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
  Snapshot(MultiLayerNetwork net) {
    parameters = net.params().ulike();
    INDArray state = net.getUpdater().getStateViewArray();
    // Plain gradient descent has no state.
    updaterState = state == null ? null : state.ulike();
  }

  /** Copies what {@code net} is now. */
  void take(MultiLayerNetwork net) {
    parameters.assign(net.params());
    if (updaterState != null) {
      updaterState.assign(net.getUpdater().getStateViewArray());
    }
    iterations = net.getIterationCount();
    epochs = net.getEpochCount();
  }

  /** Makes {@code net} what it was, to the last bit. */
  void restore(MultiLayerNetwork net) {
    net.params().assign(parameters);
    if (updaterState != null) {
      net.getUpdater().getStateViewArray().assign(updaterState);
    }
    net.setIterationCount(iterations);
    net.setEpochCount(epochs);
  }
}
