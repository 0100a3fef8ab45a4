package dev.bottleneck.step.cuda;

import dev.bottleneck.step.cuda.device.DeviceFailure;
import dev.bottleneck.step.cuda.device.KernelDevices;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** What tests try the kernels on: the processor, or a GPU if that is asked for. */
public final class TestedDevices {
  private TestedDevices() {}

  /** Empty where there are none, for lack of a C++ compiler or of a GPU. */
  public static Optional<KernelDevices> present() {
    return refusal().isEmpty() ? Optional.of(KernelDevices.asked()) : Optional.empty();
  }

  /** The same; where there are none the test is skipped. */
  public static KernelDevices required() {
    Optional<String> refusal = refusal();
    Assumptions.assumeTrue(refusal.isEmpty(), () -> refusal.orElseThrow());
    return KernelDevices.asked();
  }

  private static Optional<String> refusal() {
    try {
      KernelDevices.asked().count();
      return Optional.empty();
    } catch (DeviceFailure e) {
      return Optional.of(e.getMessage());
    }
  }
}
