package dev.bottleneck.device;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Something that threads share, once on each device whose threads ask for it.
 *
 * <p>A data set is so copied once to each GPU, however many networks train there.
 */
public final class PerDevice<T> implements Supplier<T> {
  private final Devices devices;
  private final T original;
  private final UnaryOperator<T> here;
  private final Map<Integer, T> copies = new ConcurrentHashMap<>();

  /**
   * @param original made by the calling thread, on its device
   * @param here gives the like on the device of the thread that calls it
   */
  public PerDevice(Devices devices, T original, UnaryOperator<T> here) {
    this.devices = devices;
    this.original = original;
    this.here = here;
    devices.finish();
    copies.put(devices.current(), original);
  }

  /** That of the calling thread's device; the first thread of a device makes it. */
  @Override
  public T get() {
    return copies.computeIfAbsent(devices.current(), device -> here.apply(original));
  }
}
