package dev.bottleneck.study.result;

import dev.bottleneck.device.Devices;
import java.util.List;
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

  public FinishedJob withoutNetworks() {
    return with(
        result.map(r -> new JobResult(r.measures(), Map.of(), Map.of(), r.correct(), r.leftOut())));
  }

  /** The same with its networks on the device of the calling thread. */
  public FinishedJob here(Devices devices) {
    return with(result.map(r -> r.here(devices)));
  }

  private FinishedJob with(Optional<JobResult> result) {
    return new FinishedJob(arm, seed, curve, result, failure, speeds, time);
  }
}
