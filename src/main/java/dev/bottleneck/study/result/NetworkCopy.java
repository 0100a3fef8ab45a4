package dev.bottleneck.study.result;

import dev.bottleneck.device.Devices;
import dev.bottleneck.training.Network;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Networks taken over from the thread that trained them. */
final class NetworkCopy {
  private NetworkCopy() {}

  /**
   * {@code network} itself if it lies on the calling thread's device, else one like it that does:
   * configuration, parameters, updater state.
   */
  static Network here(Network network, Devices devices) {
    INDArray own = whole(network.params());
    INDArray parameters = devices.here(own);
    return parameters == own
        ? network
        : network.with(parameters, network.updaterState().map(devices::here));
  }

  /** A graph's parameters are those of a row in another shape, which ND4J takes for a part. */
  private static INDArray whole(INDArray parameters) {
    DataBuffer whole = parameters.data().originalDataBuffer();
    return whole != null && whole.length() == parameters.length()
        ? Nd4j.create(whole, parameters.shape())
        : parameters;
  }
}
