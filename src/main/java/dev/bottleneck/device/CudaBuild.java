package dev.bottleneck.device;

import dev.bottleneck.runtime.Build;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What ND4J's CUDA backend runs on: the GPUs it has machine code for, and the driver it needs.
 *
 * <p>Its library holds no PTX, which a driver could compile for GPUs newer than itself; {@code
 * CudaMachineCodeTest} reads both from the library. The drivers are those of NVIDIA, CUDA
 * Compatibility, "Minor Version Compatibility", for CUDA 11.
 */
public final class CudaBuild {
  /** What the library holds machine code for. */
  static final List<ComputeCapability> MACHINE_CODE =
      Stream.of("3.7", "5.0", "5.2", "6.0", "6.1", "7.0", "7.5", "8.0", "8.6")
          .map(ComputeCapability::parse)
          .toList();

  private static final DriverVersion LEAST_DRIVER_LINUX = new DriverVersion("450.80.02");
  private static final DriverVersion LEAST_DRIVER_WINDOWS = new DriverVersion("452.39");

  /** The CUDA of those drivers: 11.0. */
  private static final int LEAST_DRIVER_CUDA = 11000;

  private CudaBuild() {}

  /** Such as "nd4j-cuda-11.6 1.0.0-M2.1". */
  public static String name() {
    return Build.cudaBackend() + " " + Build.dl4jVersion();
  }

  /** The CUDA whose libraries come along, such as "CUDA 11.6". */
  public static String cuda() {
    return "CUDA " + Build.cudaLibraries().split("-")[0];
  }

  /** The oldest driver it runs on. */
  static DriverVersion leastDriver() {
    return System.getProperty("os.name").startsWith("Windows")
        ? LEAST_DRIVER_WINDOWS
        : LEAST_DRIVER_LINUX;
  }

  /** Whether GPUs of {@code capability} run some of its machine code. */
  static boolean serves(ComputeCapability capability) {
    return codeFor(capability).isPresent();
  }

  /** The machine code that a GPU of {@code capability} takes: the newest it runs. */
  public static Optional<ComputeCapability> codeFor(ComputeCapability capability) {
    return MACHINE_CODE.stream().filter(capability::runs).max(ComputeCapability::compareTo);
  }

  /** Whether the driver that {@code survey} found is too old; false if it tells no version. */
  static boolean isTooOld(GpuSurvey survey) {
    if (survey.driver().isPresent()) {
      return survey.driver().get().compareTo(leastDriver()) < 0;
    }
    return survey.cuda().isPresent() && survey.cuda().getAsInt() < LEAST_DRIVER_CUDA;
  }

  /** Whether GPUs of {@code capability} came after it. */
  static boolean isOlderThan(ComputeCapability capability) {
    return capability.compareTo(newest()) > 0;
  }

  private static ComputeCapability newest() {
    return MACHINE_CODE.get(MACHINE_CODE.size() - 1);
  }

  /** Why a GPU of {@code capability}, which is not served, is not. */
  public static String reason(ComputeCapability capability) {
    String held =
        "%s holds machine code for %s to %s".formatted(name(), MACHINE_CODE.get(0), newest());
    return isOlderThan(capability)
        ? held + " and nothing that a driver could compile for newer GPUs"
        : held;
  }
}
