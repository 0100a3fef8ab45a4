package dev.bottleneck.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What was measured of one whole job: a run of each side a round.
 *
 * @param variant of the peer, its fastest; empty without a peer
 */
record JobMeasurement(
    JobCase what, Optional<String> variant, List<JobTimes> ours, List<JobTimes> peer) {
  JobMeasurement(JobCase what, Optional<String> variant) {
    this(what, variant, new ArrayList<>(), new ArrayList<>());
  }

  Quartiles seconds() {
    return Quartiles.of(values(ours, JobTimes::seconds));
  }

  Optional<Quartiles> peerSeconds() {
    return peer.isEmpty()
        ? Optional.empty()
        : Optional.of(Quartiles.of(values(peer, JobTimes::seconds)));
  }

  /**
   * How many times as long as ours the peer's job takes: for a sweep, our trials an hour by its.
   */
  Optional<Quartiles> ratio() {
    return ratio(JobTimes::seconds);
  }

  /** The same of the processor's seconds, of all threads; empty where they are not told. */
  Optional<Quartiles> processorRatio() {
    boolean told =
        Stream.concat(ours.stream(), peer.stream())
            .allMatch(times -> times.processorSeconds().isPresent());
    return told ? ratio(times -> times.processorSeconds().getAsDouble()) : Optional.empty();
  }

  private Optional<Quartiles> ratio(ToDoubleFunction<JobTimes> value) {
    return peer.isEmpty()
        ? Optional.empty()
        : Optional.of(Quartiles.ofRatios(values(peer, value), values(ours, value)));
  }

  /** The part's median in seconds; 0 where there is none. */
  static double part(List<JobTimes> times, String part) {
    return Quartiles.of(values(times, t -> t.parts().getOrDefault(part, 0.0))).median();
  }

  private static double[] values(List<JobTimes> times, ToDoubleFunction<JobTimes> value) {
    return times.stream().mapToDouble(value).toArray();
  }
}
