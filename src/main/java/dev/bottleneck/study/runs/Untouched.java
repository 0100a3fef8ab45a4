package dev.bottleneck.study.runs;

import dev.bottleneck.data.Sha256;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.resume.ResumedRun;
import dev.bottleneck.study.resume.RunIdentity;
import dev.bottleneck.study.resume.RunJobs;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Whether a run's files are still of each other. */
final class Untouched {
  private Untouched() {}

  /** Jobs that are of other settings would be taken for what these gave. */
  static void require(ResumedRun run, RunJobs.Standing jobs, Configuration<?> configuration) {
    Optional<RunIdentity> told = RunIdentity.told(run.manifest());
    if (!told.map(RunIdentity::toString).equals(Optional.of(jobs.of()))) {
      throw new UserError(
          "%s is not of the run that manifest.json tells of: put back the one that is, or leave the run out"
              .formatted(run.folder().file(RunJobs.FILE)));
    }
    String begunWith = told.orElseThrow().configuration();
    // A version with other keys wrote another file of the same settings than this one would.
    if (!Sha256.of(run.configurationText().getBytes(StandardCharsets.UTF_8)).equals(begunWith)
        && !RunIdentity.of(configuration).equals(begunWith)) {
      throw new UserError(
          run.folder().file("config.yaml")
              + " is not what the run was begun with: put back what it was, or leave the run out");
    }
  }
}
