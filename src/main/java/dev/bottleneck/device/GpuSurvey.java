package dev.bottleneck.device;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of this machine's NVIDIA GPUs and their driver.
 *
 * @param source what was asked: "nvidia-smi" or "libcuda.so.1"; "" if neither is there
 * @param driver its version, where that is known
 * @param cuda the newest CUDA the driver knows, as 1000 · major + 10 · minor, where it is known
 * @param gpus that this process may see
 * @param visible the value of CUDA_VISIBLE_DEVICES, which leaves no others, where it is set
 * @param trouble what the driver complains of, and who says so; there may be GPUs all the same
 */
public record GpuSurvey(
    String source,
    Optional<DriverVersion> driver,
    OptionalInt cuda,
    List<Gpu> gpus,
    Optional<String> visible,
    Optional<String> trouble) {

  /** Of a machine without a driver. */
  static GpuSurvey none() {
    return new GpuSurvey(
        "", Optional.empty(), OptionalInt.empty(), List.of(), Optional.empty(), Optional.empty());
  }

  /** What {@code source} found, whatever CUDA_VISIBLE_DEVICES is. */
  static GpuSurvey found(
      String source, Optional<DriverVersion> driver, OptionalInt cuda, List<Gpu> gpus) {
    return new GpuSurvey(source, driver, cuda, gpus, Optional.empty(), Optional.empty());
  }

  static GpuSurvey failed(String source, OptionalInt cuda, String trouble) {
    return new GpuSurvey(
        source, Optional.empty(), cuda, List.of(), Optional.empty(), Optional.of(trouble));
  }

  GpuSurvey withDriver(Optional<DriverVersion> version) {
    return new GpuSurvey(source, version, cuda, gpus, visible, trouble);
  }

  GpuSurvey withTrouble(Optional<String> what) {
    return new GpuSurvey(source, driver, cuda, gpus, visible, what);
  }

  /** The same where CUDA_VISIBLE_DEVICES, of value {@code variable}, leaves {@code some}. */
  GpuSurvey showing(List<Gpu> some, String variable) {
    return new GpuSurvey(source, driver, cuda, some, Optional.of(variable), trouble);
  }

  /** Whether there is an NVIDIA driver, be it a broken one. */
  public boolean hasDriver() {
    return !source.isEmpty();
  }

  /** Such as "driver 535.183.01 (by nvidia-smi)". */
  public String describeDriver() {
    String version =
        driver
            .map(DriverVersion::toString)
            .or(() -> cuda.stream().mapToObj(GpuSurvey::forCuda).findFirst())
            .orElse("of unknown version");
    return "driver " + version + " (by " + source + ")";
  }

  private static String forCuda(int cuda) {
    return "for CUDA %d.%d".formatted(cuda / 1000, cuda % 1000 / 10);
  }
}
