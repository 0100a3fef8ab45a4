package dev.bottleneck.step.cuda.device;

import java.util.List;
import java.util.ServiceLoader;

/**
 * The devices of one kind that a machine has.
 *
 * <p>Found by {@link ServiceLoader}: one is a class and its name in {@code META-INF/services}.
 */
public interface KernelDevices {
  /** The system property that chooses among kinds; without it the {@link #GPU} is meant. */
  String PROPERTY = "bottleneck.cuda.devices";

  /** NVIDIA's. */
  String GPU = "gpu";

  /** What {@link #PROPERTY} calls them. */
  String kind();

  /**
   * How many there are, numbered from 0.
   *
   * @throws DeviceFailure if there is none: one sentence that says why, and what to do
   */
  int count();

  /**
   * Opens one, for one network.
   *
   * @throws DeviceFailure if it cannot be used: one sentence that says why, and what to do
   */
  KernelDevice open(int number);

  /** Those that are asked for. */
  static KernelDevices asked() {
    String kind = System.getProperty(PROPERTY, GPU);
    List<KernelDevices> all =
        ServiceLoader.load(KernelDevices.class, KernelDevices.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    return all.stream()
        .filter(devices -> devices.kind().equals(kind))
        .findFirst()
        .orElseThrow(
            () ->
                new DeviceFailure(
                    "%s is \"%s\": it must be one of %s"
                        .formatted(
                            PROPERTY, kind, all.stream().map(KernelDevices::kind).toList())));
  }
}
