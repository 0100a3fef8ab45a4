package dev.bottleneck.doctor;

import dev.bottleneck.device.Backend;
import dev.bottleneck.device.GpuSurvey;
import dev.bottleneck.step.cuda.driver.CudaLibraries;
import dev.bottleneck.step.cuda.driver.KernelCheck;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What {@code --backend cuda} needs: NVIDIA's driver, a GPU that is new enough, and NVRTC. */
final class KernelFindings {
  private KernelFindings() {}

  /**
   * @param compilers looks for NVRTC, where there is a driver
   * @param asked the backend that was asked for; what the kernels lack is a failure only if it was
   *     theirs
   */
  static List<Finding> of(
      GpuSurvey survey, Supplier<CudaLibraries.Search> compilers, Optional<Backend> asked) {
    String what = Backend.CUDA.toString();
    KernelCheck check = KernelCheck.of(survey, compilers);
    if (check.refusal().isEmpty()) {
      return List.of(
          Finding.ok(what, "kernels of ours, compiled by " + check.compiler().orElseThrow()));
    }
    if (asked.equals(Optional.of(Backend.CUDA))) {
      return List.of(Finding.fail(what, check.refusal().get()));
    }
    // Without a driver nothing of NVIDIA's is missed.
    return survey.hasDriver() ? List.of(Finding.note(what, check.refusal().get())) : List.of();
  }
}
