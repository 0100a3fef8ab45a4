package dev.bottleneck.study.result;

import dev.bottleneck.device.Devices;
import dev.bottleneck.evaluation.Metric;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A job that ended: with a result, or with the reason why there is none.
 *
 * @param failure one line, where the job failed
 */
public record FinishedJob(
    Arm arm,
    long seed,
    List<CurvePoint> curve,
    Optional<JobResult> result,
    Optional<String> failure,
    List<PhaseSpeed> speeds,
    JobTime time) {

  /** Such as "denoising, seed 3: test error 1.5 % (12.0 s)". */
  public String line(Metric headline) {
    String found =
        result
            .map(r -> headline.name() + " " + headline.value(r.measures().get(headline.key())))
            .orElseGet(() -> "failed: " + failure.orElseThrow());
    return String.format(
        Locale.ROOT, "%s, seed %d: %s (%.1f s)", arm.title(), seed, found, time.seconds());
  }

  public FinishedJob withoutNetworks() {
    return with(
        result.map(r -> new JobResult(r.measures(), Map.of(), Map.of(), r.correct(), r.leftOut())));
  }

  /** The same with its networks on the device of the calling thread. */
  public FinishedJob here(Devices devices) {
    return with(result.map(r -> r.here(devices)));
  }

  /** The same as one that failed. */
  public FinishedJob failed(String why) {
    return new FinishedJob(arm, seed, curve, Optional.empty(), Optional.of(why), speeds, time);
  }

  private FinishedJob with(Optional<JobResult> result) {
    return new FinishedJob(arm, seed, curve, result, failure, speeds, time);
  }
}
