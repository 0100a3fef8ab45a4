package dev.bottleneck.step.cuda;

import dev.bottleneck.step.cuda.Arena.Place;
import dev.bottleneck.step.cuda.device.KernelDevice;
import dev.bottleneck.step.graph.NetworkVectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network's flat vectors on the device.
 *
 * <p>DL4J's are what counts until a step was taken: before each program they are copied to the
 * device. After it the device's are, until they are settled. So whoever changes DL4J's between two
 * epochs, as by going back to the best one, need not say so.
 */
final class DeviceVectors {
  private final KernelDevice device;
  private final NetworkVectors vectors;
  private final Arena arena;
  private final Place parameters;
  private final Place gradient;
  private final Place state; // null where no updater has any
  private boolean ahead;
  private boolean gradientAhead;

  /** Takes places in {@code arena}, which is placed later. */
  DeviceVectors(KernelDevice device, NetworkVectors vectors, Arena arena) {
    this.device = device;
    this.vectors = vectors;
    this.arena = arena;
    parameters = arena.floats(vectors.parameters().length());
    gradient = arena.floats(vectors.gradient().length());
    state = vectors.state() == null ? null : arena.floats(vectors.state().length());
  }

  Arena arena() {
    return arena;
  }

  Place parameters() {
    return parameters;
  }

  Place gradient() {
    return gradient;
  }

  /** Of several vectors of an updater; a place of no use where none has any. */
  Place state(long start) {
    return state == null ? parameters : state.plus(start);
  }

  /** Before a program. */
  void refresh() {
    if (!ahead) {
      upload(vectors.parameters(), parameters);
    }
  }

  /** After a program that leaves a gradient. */
  void gradientMade() {
    gradientAhead = true;
  }

  /** Before an update. */
  void refreshState() {
    if (!ahead && state != null) {
      upload(vectors.state(), state);
    }
    ahead = true;
  }

  /** Brings DL4J's vectors to what the device's are. */
  void settle() {
    if (gradientAhead) {
      download(gradient, vectors.gradient());
      gradientAhead = false;
    }
    if (ahead) {
      download(parameters, vectors.parameters());
      if (state != null) {
        download(state, vectors.state());
      }
      ahead = false;
    }
  }

  private void upload(INDArray from, Place to) {
    device.upload(NetworkVectors.addressOf(from), to.address(), from.length() * Float.BYTES);
  }

  private void download(Place from, INDArray to) {
    device.download(from.address(), NetworkVectors.addressOf(to), to.length() * Float.BYTES);
  }
}
