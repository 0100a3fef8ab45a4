package dev.bottleneck.doctor;

import dev.bottleneck.device.Backend;
import dev.bottleneck.device.CudaBuild;
import dev.bottleneck.device.Gpu;
import dev.bottleneck.device.GpuCheck;
import dev.bottleneck.device.GpuSurvey;
import dev.bottleneck.device.Mebibytes;
import dev.bottleneck.doctor.Finding.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** NVIDIA's driver and GPUs, and which of them this build has code for. */
final class GpuFindings {
  private GpuFindings() {}

  /**
   * @param asked the backend that was asked for; what CUDA lacks is a failure only if it was CUDA
   */
  static List<Finding> of(GpuSurvey survey, Optional<Backend> asked) {
    boolean needed = asked.equals(Optional.of(Backend.CUDA));
    GpuCheck check = GpuCheck.of(survey);
    List<Finding> findings = new ArrayList<>();
    survey.gpus().forEach(gpu -> findings.add(gpu(gpu, survey, needed)));
    if (check.refusal().isPresent()) {
      findings.add(refusal(check.refusal().get(), survey, needed));
    } else {
      findings.add(Finding.ok("CUDA", survey.describeDriver() + ", serves " + CudaBuild.name()));
    }
    return findings;
  }

  private static Finding refusal(String why, GpuSurvey survey, boolean needed) {
    if (needed) {
      return Finding.fail("CUDA", why);
    }
    return survey.hasDriver()
        ? Finding.note("CUDA", why)
        : Finding.ok("CUDA", "no NVIDIA driver; --backend cpu needs none");
  }

  private static Finding gpu(Gpu gpu, GpuSurvey survey, boolean needed) {
    String memory =
        gpu.freeMb().isPresent()
            ? "%s of %s free"
                .formatted(Mebibytes.text(gpu.freeMb().getAsLong()), Mebibytes.text(gpu.memoryMb()))
            : Mebibytes.text(gpu.memoryMb());
    String text = "%s, compute capability %s, %s".formatted(gpu.name(), gpu.capability(), memory);
    String what = "GPU " + gpu.index();
    return CudaBuild.codeFor(gpu.capability())
        .map(
            code ->
                Finding.ok(what, text + ": served, by machine code for compute capability " + code))
        .orElseGet(
            () ->
                new Finding(
                    needed ? Verdict.FAIL : Verdict.NOTE,
                    what,
                    text + ": not served, " + CudaBuild.reason(gpu.capability())));
  }
}
