package dev.bottleneck.device;

import java.util.function.LongSupplier;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * How trainings treat what computes.
 *
 * <p>A GPU is given its work ahead: whatever is read back from it, or sent to it for a single
 * batch, has to wait for all that was begun before. A processor waits for nothing, and gathers a
 * batch while the last one is still in its caches. Habits change no order and no bit of what is
 * trained on; the training loss they change in a float's last digits.
 */
public final class DeviceHabits {
  /** Of the memory that is free, a copy of the data may take one part in so many. */
  private static final int SHARE = 8;

  private final boolean gpu;
  private final LongSupplier freeBytes;

  private DeviceHabits(boolean gpu, LongSupplier freeBytes) {
    this.gpu = gpu;
    this.freeBytes = freeBytes;
  }

  /** Those of a processor. */
  public static DeviceHabits processor() {
    return new DeviceHabits(false, () -> 0);
  }

  /**
   * Those of a GPU.
   *
   * @param freeBytes memory that is free on the GPU of the calling thread
   */
  public static DeviceHabits gpu(LongSupplier freeBytes) {
    return new DeviceHabits(true, freeBytes);
  }

  /** Those of ND4J's backend; loads ND4J. */
  public static DeviceHabits ofBackend() {
    return Machine.computesOnGpu() ? gpu(DeviceHabits::freeBytes) : processor();
  }

  private static long freeBytes() {
    NativeOps device = NativeOpsHolder.getInstance().getDeviceNativeOps();
    return device.getDeviceFreeMemory(Nd4j.getAffinityManager().getDeviceForCurrentThread());
  }

  /** Whether losses are summed on the device and read once an epoch. */
  public boolean defersLoss() {
    return gpu;
  }

  /**
   * Whether an epoch's examples are gathered at once, in their order, so that batches are views of
   * them: on a GPU, if that copy takes no more than an eighth of the memory that is free there.
   *
   * @param bytes of the copy
   */
  public boolean copiesEpoch(long bytes) {
    return gpu && bytes <= freeBytes.getAsLong() / SHARE;
  }

  /** Whether batches that keep the order of the examples are views of the data themselves. */
  public boolean viewsExamples() {
    return gpu;
  }
}
