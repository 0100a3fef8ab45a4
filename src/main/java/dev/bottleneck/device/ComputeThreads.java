package dev.bottleneck.device;

import org.bytedeco.javacpp.BytePointer;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Sets how many threads one ND4J operation may use.
 *
 * <p>One is the default: OpenMP threads spin while they wait, and with as many jobs as cores they
 * would only take each other's time; it is also what makes sums come out the same to the last bit.
 */
public final class ComputeThreads {
  private ComputeThreads() {}

  /** For operations called from the present thread; each worker must set its own. */
  public static void set(int threads) {
    // libnd4j's own pool and OpenBLAS keep one number for the process, OpenMP one a calling thread.
    Nd4j.getEnvironment().setMaxThreads(threads);
    if (Machine.computesOnGpu()) {
      // There, "OpenMP's" number is that of the threads in a block of every CUDA kernel.
      return;
    }
    if (Nd4j.factory().blas().getMaxThreads() != threads) {
      requireRoom();
      Nd4j.factory().blas().setMaxThreads(threads);
    }
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }

  /**
   * OpenBLAS is called by a pointer to a function: where JavaCPP refuses that for want of memory,
   * it still writes to it, after it was freed. To anything else it does not.
   */
  private static void requireRoom() {
    new BytePointer(1).close();
  }
}
