package dev.bottleneck.step.cuda.driver;

import dev.bottleneck.device.GpuSurvey;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether this machine's GPUs can be given kernels of ours, as far as can be told without a call to
 * the driver.
 *
 * @param refusal why not, and what to do: one sentence without its full stop; empty if they can
 * @param compiler of the kernels, where it was looked for and found
 */
public record KernelCheck(Optional<String> refusal, Optional<CudaLibraries.Found> compiler) {
  /**
   * Of what was found.
   *
   * @param compilers looks for NVRTC, where there is a GPU for it
   */
  public static KernelCheck of(GpuSurvey survey, Supplier<CudaLibraries.Search> compilers) {
    if (!survey.hasDriver()) {
      return refused(
          "no NVIDIA driver was found, neither nvidia-smi nor libcuda.so.1: install %s (in a container: start it with --gpus all)"
              .formatted(CudaLibraries.leastDriver()));
    }
    if (survey.gpus().isEmpty()) {
      return refused("the NVIDIA %s shows no GPU".formatted(survey.describeDriver()));
    }
    if (survey.gpus().stream().noneMatch(CudaDevices::serves)) {
      return refused(
          "%s is too old: take one of compute capability %s or newer"
              .formatted(survey.gpus().get(0), CudaDevices.LEAST));
    }
    CudaLibraries.Search search = compilers.get();
    return new KernelCheck(search.refusal(), search.found().stream().findFirst());
  }

  private static KernelCheck refused(String why) {
    return new KernelCheck(Optional.of(why), Optional.empty());
  }
}
