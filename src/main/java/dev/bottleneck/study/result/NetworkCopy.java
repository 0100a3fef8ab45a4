package dev.bottleneck.study.result;

import dev.bottleneck.device.Devices;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Networks taken over from the thread that trained them. */
final class NetworkCopy {
  private NetworkCopy() {}

  /**
   * {@code network} itself if it lies on the calling thread's device, else one like it that does:
   * configuration, parameters, updater state.
   */
  static MultiLayerNetwork here(MultiLayerNetwork network, Devices devices) {
    INDArray own = network.params();
    INDArray parameters = devices.here(own);
    if (parameters == own) {
      return network;
    }
    MultiLayerNetwork copy = new MultiLayerNetwork(network.getLayerWiseConfigurations().clone());
    copy.init(parameters, false);
    Updater updater = network.getUpdater(false);
    INDArray state = updater == null ? null : updater.getStateViewArray();
    if (state != null) {
      copy.getUpdater().setStateViewArray(copy, devices.here(state), false);
    }
    return copy;
  }
}
