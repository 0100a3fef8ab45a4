package dev.bottleneck.device;

import java.util.Optional;

/**
 * What a study computes with.
 *
 * @param gpus tells how busy the GPUs are, where that is to be sampled
 */
public record Hardware(Devices devices, DeviceHabits habits, Optional<GpuMonitor.Reading> gpus) {
  /** That of ND4J's backend; loads it. */
  public static Hardware present() {
    return new Hardware(
        Devices.present(),
        DeviceHabits.ofBackend(),
        Machine.computesOnGpu() ? Optional.of(Gpus::utilisation) : Optional.empty());
  }

  /** The processor's way of computing on {@code devices}. */
  public static Hardware of(Devices devices) {
    return new Hardware(devices, DeviceHabits.processor(), Optional.empty());
  }
}
