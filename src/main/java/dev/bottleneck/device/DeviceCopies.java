package dev.bottleneck.device;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.IntSupplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An array that is only read, of which each GPU that asks gets a copy of its own, once.
 *
 * <p>ND4J moves an array to the GPU of the thread that uses it. Threads of two GPUs that share one
 * would move it back and forth, each under the other's hands.
 */
public final class DeviceCopies {
  private final INDArray original;
  private final int home;
  private final IntSupplier device;
  private final BiFunction<Integer, INDArray, INDArray> copier;
  private final Map<Integer, INDArray> copies = new ConcurrentHashMap<>();

  /**
   * @param original a whole array, no view, on the device of the calling thread
   */
  public DeviceCopies(INDArray original) {
    this(
        original,
        () -> Nd4j.getAffinityManager().getDeviceForCurrentThread(),
        (to, array) -> Nd4j.getAffinityManager().replicateToDevice(to, array));
  }

  /**
   * @param device of the calling thread
   * @param copier copies an array to a device
   */
  DeviceCopies(
      INDArray original, IntSupplier device, BiFunction<Integer, INDArray, INDArray> copier) {
    this.original = original;
    this.home = device.getAsInt();
    this.device = device;
    this.copier = copier;
  }

  /** The array on the device of the calling thread: the original itself where it was made. */
  public INDArray here() {
    int here = device.getAsInt();
    return here == home ? original : copies.computeIfAbsent(here, to -> copier.apply(to, original));
  }
}
