package dev.bottleneck.step.cuda.driver;

import dev.bottleneck.device.ComputeCapability;
import dev.bottleneck.step.cuda.device.DeviceFailure;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;

/**
 * Which machine code a GPU is given.
 *
 * <p>Source: NVIDIA, CUDA C++ Programming Guide, "Binary Compatibility": it runs on the same major
 * capability, of the same minor one and above. The versions are those of CUDA's release notes.
 */
final class Architecture {
  /** The first CUDA that compiles for some of a major capability, where not all in use does. */
  private static final Map<Integer, String> FIRST_CUDA = Map.of(10, "12.8", 11, "13.0", 12, "12.8");

  private Architecture() {}

  /** What NVRTC calls a capability, such as {@code sm_90}. */
  static String name(ComputeCapability capability) {
    return "sm_" + capability.major() + capability.minor();
  }

  /** Of a number of NVRTC's, such as 90 or 120. */
  static ComputeCapability of(int number) {
    return new ComputeCapability(number / 10, number % 10);
  }

  /**
   * The best of what a compiler can make for a GPU.
   *
   * @param compiler such as "NVRTC 12.4"
   * @throws DeviceFailure if there is none
   */
  static ComputeCapability best(
      ComputeCapability gpu, Collection<ComputeCapability> supported, String compiler) {
    return supported.stream()
        .filter(gpu::runs)
        .max(Comparator.naturalOrder())
        .orElseThrow(() -> new DeviceFailure(refusal(gpu, compiler)));
  }

  private static String refusal(ComputeCapability gpu, String compiler) {
    String needed = FIRST_CUDA.get(gpu.major());
    return "%s cannot compile for compute capability %s: install that of %s"
        .formatted(compiler, gpu, needed == null ? "a newer CUDA" : "CUDA " + needed + " or newer");
  }
}
