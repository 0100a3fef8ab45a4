package dev.bottleneck.study.result;

import dev.bottleneck.device.Devices;
import dev.bottleneck.training.Network;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Networks taken over from the thread that trained them. */
final class NetworkCopy {
  private NetworkCopy() {}

  /**
   * {@code network} itself if it lies on the calling thread's device, else one like it that does:
   * configuration, parameters, updater state.
   */
  static Network here(Network network, Devices devices) {
    INDArray own = network.params();
    INDArray parameters = devices.here(own);
    return parameters == own
        ? network
        : network.with(parameters, network.updaterState().map(devices::here));
  }
}
