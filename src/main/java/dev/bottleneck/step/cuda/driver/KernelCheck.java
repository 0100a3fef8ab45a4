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
    Optional<String> refusal =
        GpuCheck.refusalOfDriver(
            survey,
            CudaLibraries.leastDriver(),
            cuda.isPresent() && cuda.getAsInt() < CudaLibraries.LEAST_CUDA,
            "kernels of ours");
    if (refusal.isPresent()) {
      return new KernelCheck(refusal, Optional.empty());
    }
    if (survey.gpus().stream().noneMatch(CudaDevices::serves)) {
      return refused(
          "%s is too old: take one of compute capability %s or newer"
              .formatted(survey.gpus().get(0), CudaDevices.LEAST));
    }
    if (survey.trouble().isPresent()) {
      return new KernelCheck(GpuCheck.trouble(survey), Optional.empty());
    }
    CudaLibraries.Search search = compilers.get();
    Optional<CudaLibraries.Found> fitting =
        search.found().stream()
            .filter(found -> cuda.isEmpty() || !found.isNewerThan(cuda.getAsInt()))
            .findFirst();
    return new KernelCheck(
        search
            .refusal()
            .or(
                () ->
                    fitting.isPresent()
                        ? Optional.empty()
                        : Optional.of(
                            CudaLibraries.tooNew(search.found().get(0), cuda.getAsInt()))),
        fitting);
  }

  private static KernelCheck refused(String why) {
    return new KernelCheck(Optional.of(why), Optional.empty());
  }
}
