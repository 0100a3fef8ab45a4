package dev.bottleneck.doctor;

import dev.bottleneck.device.GpuSurvey;
import dev.bottleneck.step.cuda.driver.CudaDevices;
import dev.bottleneck.step.cuda.driver.CudaLibraries;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What {@code --engine cuda} needs beside NVIDIA's driver: a GPU that is new enough, and NVRTC. */
final class KernelFindings {
  private KernelFindings() {}

  /**
   * @param compilers looks for NVRTC, where there is a driver
   */
  static List<Finding> of(GpuSurvey survey, Supplier<CudaLibraries.Search> compilers) {
    if (survey.gpus().isEmpty()) {
      return List.of();
    }
    if (survey.gpus().stream().noneMatch(CudaDevices::serves)) {
      return List.of(
          Finding.note(
              "kernels",
              "--engine cuda takes GPUs of compute capability %s or newer"
                  .formatted(CudaDevices.LEAST)));
    }
    CudaLibraries.Search search = compilers.get();
    Optional<String> refusal = search.refusal();
    return List.of(
        refusal.isPresent()
            ? Finding.note("kernels", "for --engine cuda " + refusal.get())
            : Finding.ok("kernels", "--engine cuda compiles them by " + search.found().get(0)));
  }
}
