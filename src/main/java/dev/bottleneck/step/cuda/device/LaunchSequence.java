package dev.bottleneck.step.cuda.device;

/** Launches of {@link KernelDevice#prepare}. */
public interface LaunchSequence extends AutoCloseable {
  /** Asks the device to carry them out; does not wait for it. */
  void run();

  /** To be called before the device is closed. */
  @Override
  void close();
}
