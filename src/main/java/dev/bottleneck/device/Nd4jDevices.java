package dev.bottleneck.device;

import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The devices of ND4J's backend.
 *
 * <p>libnd4j keeps a thread's device in a thread-local variable, and hands devices round to threads
 * that ask without having been given one. ND4J's own threads (deallocation, asynchronous iterators)
 * set theirs; its random numbers and cuBLAS handles go by thread and device.
 */
final class Nd4jDevices implements Devices {
  private static Nd4jDevices instance;

  private final AffinityManager affinity = Nd4j.getAffinityManager();
  private final boolean gpus = Machine.computesOnGpu();
  private final int count = gpus ? affinity.getNumberOfDevices() : 1;

  private Nd4jDevices() {
    if (gpus) {
      DeviceMemory.limit(Nd4j.getEnvironment(), count, System.getenv());
    }
  }

  /** No constant: a limit that cannot be right is told as what it is, not as a failed class. */
  static synchronized Nd4jDevices instance() {
    if (instance == null) {
      instance = new Nd4jDevices();
    }
    return instance;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public boolean areGpus() {
    return gpus;
  }

  @Override
  public int current() {
    return gpus ? affinity.getDeviceForCurrentThread() : 0;
  }

  @Override
  public void use(int device) {
    if (device < 0 || device >= count) {
      throw new IllegalArgumentException("device " + device + " of " + count);
    }
    if (gpus) {
      affinity.unsafeSetDevice(device);
    }
  }

  @Override
  public INDArray here(INDArray whole) {
    if (count == 1) {
      return whole;
    }
    int here = current();
    return affinity.getDeviceForArray(whole) == here
        ? whole
        : affinity.replicateToDevice(here, whole);
  }

  @Override
  public void finish() {
    Nd4j.getExecutioner().commit();
  }
}
