package dev.bottleneck.device;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether ND4J's CUDA backend can compute on this machine, found out before any of it is loaded.
 *
 * @param served the visible GPUs that it has machine code for
 * @param notServed the others
 * @param refusal why it cannot compute at all, and what to do: one sentence without its full stop;
 *     empty if it can
 */
public record GpuCheck(List<Gpu> served, List<Gpu> notServed, Optional<String> refusal) {
  /** Of what {@link Gpus#survey} found. */
  public static GpuCheck of(GpuSurvey survey) {
    List<Gpu> served = survey.gpus().stream().filter(GpuCheck::isServed).toList();
    List<Gpu> others = survey.gpus().stream().filter(gpu -> !isServed(gpu)).toList();
    return new GpuCheck(served, others, refusal(survey, served, others));
  }

  /** The refusal of somebody who asked for it: newer GPUs are served by kernels of ours. */
  public Optional<String> refusalOfCuda() {
    boolean newer =
        served.isEmpty()
            && notServed.stream().anyMatch(gpu -> CudaBuild.isOlderThan(gpu.capability()));
    return refusal.map(why -> why + ", or take --backend " + (newer ? "cuda" : "cpu"));
  }

  private static boolean isServed(Gpu gpu) {
    return CudaBuild.serves(gpu.capability());
  }

  private static Optional<String> refusal(GpuSurvey survey, List<Gpu> served, List<Gpu> others) {
    return refusalOfDriver(
            survey, CudaBuild.leastDriver(), CudaBuild.isTooOld(survey), CudaBuild.cuda())
        .or(() -> served.isEmpty() ? Optional.of(notServed(others)) : trouble(survey));
  }

  /**
   * Why there is no GPU for anything to compute on, whatever has code for it.
   *
   * @param least the oldest driver that will do
   * @param tooOld whether it is older than that
   * @param what is to be computed by
   */
  public static Optional<String> refusalOfDriver(
      GpuSurvey survey, DriverVersion least, boolean tooOld, String what) {
    if (!survey.hasDriver()) {
      return Optional.of(
          "no NVIDIA driver was found, neither nvidia-smi nor libcuda.so.1: install driver %s or"
                  .formatted(least)
              + " newer (in a container: start it with --gpus all)");
    }
    if (tooOld) {
      return Optional.of(
          "the NVIDIA %s is too old for %s: install %s or newer"
              .formatted(survey.describeDriver(), what, least));
    }
    if (survey.gpus().isEmpty() && survey.trouble().isPresent()) {
      return trouble(survey);
    }
    if (survey.gpus().isEmpty() && survey.visible().isPresent()) {
      return Optional.of(
          "%s is \"%s\", which shows no GPU: name one of nvidia-smi's, or unset it"
              .formatted(VisibleDevices.VARIABLE, survey.visible().get()));
    }
    if (survey.gpus().isEmpty()) {
      return Optional.of(
          "the NVIDIA %s shows no GPU: look whether one is plugged in and given to this container"
              .formatted(survey.describeDriver()));
    }
    return Optional.empty();
  }

  /** What hinders the driver, which may show its GPUs all the same. */
  public static Optional<String> trouble(GpuSurvey survey) {
    return survey
        .trouble()
        .map(what -> "the NVIDIA driver cannot be used (" + what + "): mend that");
  }

  private static String notServed(List<Gpu> gpus) {
    Gpu first = gpus.get(0);
    String more =
        gpus.size() == 1 ? "" : ", nor is any of the %d others".formatted(gpus.size() - 1);
    return "%s is not served%s: %s; take a GPU it has code for"
        .formatted(first, more, CudaBuild.reason(first.capability()));
  }

  /** What ND4J, which takes every GPU it sees, must be told to see: the numbers of those served. */
  public String servedDevices() {
    return served.stream()
        .map(gpu -> Integer.toString(gpu.index()))
        .collect(Collectors.joining(","));
  }

  /** What the smallest of the served GPUs has to give, in MiB. */
  public long availableMb() {
    return served.stream().mapToLong(Gpu::availableMb).min().orElse(0);
  }
}
