package dev.bottleneck.step.cuda;

import dev.bottleneck.step.cuda.device.KernelDevice;
import dev.bottleneck.step.cuda.device.KernelDevices;
import dev.bottleneck.step.graph.NetworkVectors;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.PlanEngine;
import dev.bottleneck.step.graph.PlannedNetwork;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.step.graph.Update;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.nd4j.linalg.factory.Nd4j;

/**
 * CUDA kernels on a device of their own, beside ND4J's arrays in the processor's memory.
 *
 * <p>A thread's networks are all on one device; threads are shared out among the devices in turn.
 */
public final class CudaEngine implements PlanEngine {
  /** What it is called where a plan is shown. */
  public static final String NAME = "CUDA kernels";

  private static final AtomicInteger THREADS = new AtomicInteger();
  private static final ThreadLocal<Integer> THREAD =
      ThreadLocal.withInitial(THREADS::getAndIncrement);

  private final KernelDevices devices;

  public CudaEngine(KernelDevices devices) {
    this.devices = devices;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public PlannedNetwork open(NetworkVectors vectors, List<Update> updates, Precision precision)
      throws NotCompilable {
    if (precision != Precision.F32) {
      throw new NotCompilable("the CUDA engine computes in f32 alone, not in " + precision);
    }
    if (!Nd4j.getEnvironment().isCPU()) {
      throw new NotCompilable("ND4J's arrays are not in the processor's memory");
    }
    KernelDevice device = devices.open(THREAD.get() % devices.count());
    boolean complete = false;
    try {
      CudaNetwork network = new CudaNetwork(device, vectors, updates);
      complete = true;
      return network;
    } finally {
      if (!complete) {
        device.close();
      }
    }
  }
}
