package dev.bottleneck;

import dev.bottleneck.study.runs.RecordedRun;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one wants to know of a run before its numbers.
 *
 * @param id the last part of its folder's path
 * @param name what its experiment's configuration is called
 * @param started empty where its manifest does not say
 * @param state {@code running}, {@code unfinished} where no process is known to be at work on it,
 *     {@code complete}, {@code interrupted} or {@code failed}
 * @param ended networks that have ended, with a result or without
 * @param asked networks that were asked for
 * @param part of its data that it was measured on: validation or test
 * @param metric what its arms are compared by, such as "test error"
 * @param arms what it compares, over the seeds that gave a result
 * @param changed what it was asked for otherwise than the configuration that is shipped under its
 *     name says, but for its seeds; empty where none is shipped
 */
public record RunOverview(
    Path folder,
    String id,
    String name,
    Optional<Instant> started,
    String state,
    int ended,
    long asked,
    Run.Part part,
    String metric,
    List<RunSummary.Arm> arms,
    Optional<Map<String, String>> changed) {
  static RunOverview of(RecordedRun run, Optional<Map<String, String>> changed) {
    return new RunOverview(
        run.folder(),
        run.id(),
        run.configuration().name(),
        run.record().started(),
        run.state(),
        run.result().jobs().size(),
        run.asked(),
        Run.Part.valueOf(run.configuration().evaluateOn().name()),
        run.headline().name(),
        Found.arms(run.result()),
        changed);
  }
}
