package dev.bottleneck.doctor;

import dev.bottleneck.device.Backend;
import dev.bottleneck.device.CudaBuild;
import dev.bottleneck.device.Gpu;
import dev.bottleneck.device.GpuCheck;
import dev.bottleneck.device.GpuSurvey;
import dev.bottleneck.device.Mebibytes;
import dev.bottleneck.doctor.Finding.Verdict;
import dev.bottleneck.step.cuda.driver.CudaDevices;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** NVIDIA's driver and GPUs, and which backend has code for them. */
final class GpuFindings {
  private static final String WHAT = Backend.ND4J_CUDA.toString();

  private GpuFindings() {}

  /**
   * @param asked the backend that was asked for; what ND4J's CUDA backend lacks is a failure only
   *     if it was that, and a GPU that is not served only if no other is
   */
  static List<Finding> of(GpuSurvey survey, Optional<Backend> asked) {
    boolean needed = asked.equals(Optional.of(Backend.ND4J_CUDA));
    if (!survey.hasDriver() && !needed) {
      return asked.equals(Optional.of(Backend.CUDA))
          ? List.of() // said of the kernels
          : List.of(Finding.ok("GPU", "no NVIDIA driver; --backend cpu needs none"));
    }
    boolean served = survey.gpus().stream().anyMatch(gpu -> isServed(gpu, asked));
    Verdict lacking =
        served || asked.isEmpty() || asked.get() == Backend.CPU ? Verdict.NOTE : Verdict.FAIL;
    GpuCheck check = GpuCheck.of(survey);
    List<Finding> findings = new ArrayList<>();
    survey
        .gpus()
        .forEach(gpu -> findings.add(gpu(gpu, isServed(gpu, asked) ? Verdict.OK : lacking)));
    if (check.refusal().isPresent()) {
      String why = check.refusal().get();
      findings.add(needed ? Finding.fail(WHAT, why) : Finding.note(WHAT, why));
    } else {
      findings.add(Finding.ok(WHAT, survey.describeDriver() + ", serves " + CudaBuild.name()));
    }
    return findings;
  }

  private static boolean isServed(Gpu gpu, Optional<Backend> asked) {
    boolean kernels = CudaDevices.serves(gpu);
    boolean nd4j = CudaBuild.codeFor(gpu.capability()).isPresent();
    if (asked.equals(Optional.of(Backend.CUDA))) {
      return kernels;
    }
    return asked.equals(Optional.of(Backend.ND4J_CUDA)) ? nd4j : kernels || nd4j;
  }

  private static Finding gpu(Gpu gpu, Verdict verdict) {
    String memory =
        gpu.freeMb().isPresent()
            ? "%s of %s free"
                .formatted(Mebibytes.text(gpu.freeMb().getAsLong()), Mebibytes.text(gpu.memoryMb()))
            : Mebibytes.text(gpu.memoryMb());
    String kernels =
        CudaDevices.serves(gpu)
            ? "served"
            : "not served, it takes " + CudaDevices.LEAST + " or newer";
    String nd4j =
        CudaBuild.codeFor(gpu.capability())
            .map(code -> "served, by machine code for compute capability " + code)
            .orElseGet(() -> "not served, " + CudaBuild.reason(gpu.capability()));
    return new Finding(
        verdict,
        "GPU " + gpu.index(),
        "%s, compute capability %s, %s: by cuda %s; by nd4j-cuda %s"
            .formatted(gpu.name(), gpu.capability(), memory, kernels, nd4j));
  }
}
