package dev.bottleneck.doctor;

import dev.bottleneck.device.Backend;
import dev.bottleneck.device.ComputeCapability;
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
   *     if it was that
   */
  static List<Finding> of(GpuSurvey survey, Optional<Backend> asked) {
    boolean needed = asked.equals(Optional.of(Backend.ND4J_CUDA));
    if (!survey.hasDriver() && !needed) {
      return List.of(Finding.ok("GPU", "no NVIDIA driver; --backend cpu needs none"));
    }
    GpuCheck check = GpuCheck.of(survey);
    List<Finding> findings = new ArrayList<>();
    survey.gpus().forEach(gpu -> findings.add(gpu(gpu, asked)));
    if (check.refusal().isPresent()) {
      String why = check.refusal().get();
      findings.add(needed ? Finding.fail(WHAT, why) : Finding.note(WHAT, why));
    } else {
      findings.add(Finding.ok(WHAT, survey.describeDriver() + ", serves " + CudaBuild.name()));
    }
    return findings;
  }

  private static Finding gpu(Gpu gpu, Optional<Backend> asked) {
    String memory =
        gpu.freeMb().isPresent()
            ? "%s of %s free"
                .formatted(Mebibytes.text(gpu.freeMb().getAsLong()), Mebibytes.text(gpu.memoryMb()))
            : Mebibytes.text(gpu.memoryMb());
    Optional<ComputeCapability> code = CudaBuild.codeFor(gpu.capability());
    boolean kernels = CudaDevices.serves(gpu);
    String text =
        "%s, compute capability %s, %s: by cuda %s, by nd4j-cuda %s"
            .formatted(
                gpu.name(),
                gpu.capability(),
                memory,
                kernels ? "served" : "not served, it takes " + CudaDevices.LEAST + " or newer",
                code.map(of -> "served, by machine code for compute capability " + of)
                    .orElseGet(() -> "not served, " + CudaBuild.reason(gpu.capability())));
    return new Finding(verdict(asked, kernels, code.isPresent()), "GPU " + gpu.index(), text);
  }

  private static Verdict verdict(Optional<Backend> asked, boolean kernels, boolean nd4j) {
    if (asked.equals(Optional.of(Backend.CUDA))) {
      return kernels ? Verdict.OK : Verdict.FAIL;
    }
    if (asked.equals(Optional.of(Backend.ND4J_CUDA))) {
      return nd4j ? Verdict.OK : Verdict.FAIL;
    }
    return kernels || nd4j ? Verdict.OK : Verdict.NOTE;
  }
}
