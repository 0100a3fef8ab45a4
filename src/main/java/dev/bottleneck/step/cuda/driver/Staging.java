package dev.bottleneck.step.cuda.driver;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.ByteBuffer;

/**
 * Memory of the host that the GPU copies from on its own while the program goes on, filled one half
 * after the other.
 *
 * <p>From any other memory the driver may first wait for all that the GPU was given before, or copy
 * when it is changed already. Source: NVIDIA, CUDA Driver API, "API synchronization behavior".
 */
final class Staging {
  /** Several batches of what these networks are trained on. */
  static final int HALF_BYTES = 4 << 20;

  private static final int ALIGNMENT = 64;

  private final DriverContext context;
  private final CudaDriver driver;
  private final Half[] halves;
  private int current;
  private int used;

  /**
   * Half of the memory.
   *
   * @param copied has come about once the GPU has copied what was in it
   */
  private record Half(long address, ByteBuffer bytes, Pointer copied) {}

  /** Within {@link DriverContext#run}, as all that is here. */
  Staging(DriverContext context) {
    this.context = context;
    driver = context.driver();
    halves = new Half[] {half(), half()};
  }

  private Half half() {
    PointerByReference memory = new PointerByReference();
    check("cuMemAllocHost", driver.cuMemAllocHost_v2(memory, HALF_BYTES));
    Pointer address = memory.getValue();
    context.hold(address, "cuMemFreeHost", () -> driver.cuMemFreeHost(address));
    PointerByReference created = new PointerByReference();
    check("cuEventCreate", driver.cuEventCreate(created, CudaDriver.DISABLE_TIMING));
    Pointer event = created.getValue();
    context.hold(event, "cuEventDestroy", () -> driver.cuEventDestroy_v2(event));
    return new Half(Pointer.nativeValue(address), address.getByteBuffer(0, HALF_BYTES), event);
  }

  /**
   * Has the GPU copy to itself, after what it was given before.
   *
   * @param from an address of the host, of which nothing is read after this returns
   */
  void upload(long from, long to, long bytes) {
    long done = 0;
    while (done < bytes) {
      if (used == HALF_BYTES) {
        turn();
      }
      int piece = (int) Math.min(bytes - done, HALF_BYTES - used);
      Half half = halves[current];
      half.bytes().position(used);
      half.bytes().put(new Pointer(from + done).getByteBuffer(0, piece));
      check(
          "cuMemcpyHtoDAsync",
          driver.cuMemcpyHtoDAsync_v2(to + done, half.address() + used, piece, context.stream()));
      done += piece;
      used = Math.min(HALF_BYTES, (used + piece + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    }
  }

  /** Goes over to the other half, once nothing is to be copied from it any more. */
  private void turn() {
    check("cuEventRecord", driver.cuEventRecord(halves[current].copied(), context.stream()));
    current = 1 - current;
    used = 0;
    check("cuEventSynchronize", driver.cuEventSynchronize(halves[current].copied()));
  }

  private void check(String call, int result) {
    context.results().check(call, result);
  }
}
