package dev.bottleneck.device;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One NVIDIA GPU as the driver describes it.
 *
 * @param index from 0 in the order of the PCI bus
 * @param uuid that names it for good, where it is known
 * @param memoryMb in MiB
 * @param freeMb in MiB, where it is known
 * @param utilisation percentage of the last moments in which it was computing, where it is known
 */
public record Gpu(
    int index,
    Optional<String> uuid,
    String name,
    ComputeCapability capability,
    long memoryMb,
    OptionalLong freeMb,
    OptionalInt utilisation) {

  Gpu withIndex(int other) {
    return new Gpu(other, uuid, name, capability, memoryMb, freeMb, utilisation);
  }

  /** Memory that can be had, in MiB: what is free, or all of it where that is not known. */
  public long availableMb() {
    return freeMb.orElse(memoryMb);
  }

  /** Such as "GPU 0 (Tesla T4, compute capability 7.5)". */
  @Override
  public String toString() {
    return "GPU %d (%s, compute capability %s)".formatted(index, name, capability);
  }
}
