package dev.bottleneck.step.cuda.driver;

import dev.bottleneck.device.GpuCheck;
import dev.bottleneck.device.GpuSurvey;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Whether this machine's GPUs can be given kernels of ours, as far as can be told without loading
 * their compiler.
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
    OptionalInt cuda = CudaLibraries.cudaOf(survey);
    return refusalOfGpus(survey, cuda)
        .map(KernelCheck::refused)
        .orElseGet(() -> ofCompilers(compilers.get(), cuda));
  }

  private static Optional<String> refusalOfGpus(GpuSurvey survey, OptionalInt cuda) {
    boolean tooOld = cuda.isPresent() && cuda.getAsInt() < CudaLibraries.LEAST_CUDA;
    return GpuCheck.refusalOfDriver(survey, CudaLibraries.leastDriver(), tooOld, "kernels of ours")
        .or(
            () ->
                survey.gpus().stream().anyMatch(CudaDevices::serves)
                    ? GpuCheck.trouble(survey)
                    : Optional.of(
                        "%s is too old: take one of compute capability %s or newer"
                            .formatted(survey.gpus().get(0), CudaDevices.LEAST)));
  }

  private static KernelCheck ofCompilers(CudaLibraries.Search search, OptionalInt cuda) {
    if (search.refusal().isPresent()) {
      return new KernelCheck(search.refusal(), Optional.empty());
    }
    return search.found().stream()
        .filter(found -> cuda.isEmpty() || !found.isNewerThan(cuda.getAsInt()))
        .findFirst()
        .map(found -> new KernelCheck(Optional.empty(), Optional.of(found)))
        .orElseGet(() -> refused(CudaLibraries.tooNew(search.found().get(0), cuda.getAsInt())));
  }

  private static KernelCheck refused(String why) {
    return new KernelCheck(Optional.of(why), Optional.empty());
  }
}
