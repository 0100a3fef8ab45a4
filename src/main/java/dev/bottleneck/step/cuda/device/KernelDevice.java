package dev.bottleneck.step.cuda.device;

import java.util.List;

/**
 * Memory of its own, and the kernels of {@link KernelSources}.
 *
 * <p>Copies and launches are carried out in the order in which they are asked for. For one thread
 * at a time. Every method throws {@link DeviceFailure} where the device cannot go on.
 */
public interface KernelDevice extends AutoCloseable {
  /** Such as {@code NVIDIA H200}. */
  String name();

  /** Bytes that are free now, to whoever is the first to ask for them. */
  long freeBytes();

  /**
   * So many bytes, all of them 0, at a multiple of 256; the address is the device's.
   *
   * @throws OutOfDeviceMemory if there are no more
   */
  long allocate(long bytes);

  /** Gives back what {@link #allocate} gave. */
  void free(long address);

  /**
   * Copies to the device.
   *
   * @param from an address of the host, whose memory may change once this returns
   * @param to an address of the device
   */
  void upload(long from, long to, long bytes);

  /**
   * Copies from the device, once all is done that was asked for before.
   *
   * @param from an address of the device
   * @param to an address of the host
   */
  void download(long from, long to, long bytes);

  /** Makes launches ready to be carried out, one after another, as often as is wanted. */
  LaunchSequence prepare(List<Launch> launches);

  /** Gives back all that the device holds. */
  @Override
  void close();
}
