package dev.bottleneck.study.comparison;

import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.report.Comparison;
import dev.bottleneck.study.report.StudyNotes;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.runs.RecordedRun;
import java.util.ArrayList;
import java.util.List;

/** What a reader must know before any number of a comparison: a sentence each. */
final class ComparisonNotes {
  private ComparisonNotes() {}

  static List<String> of(RunsCompared compared) {
    List<String> notes = new ArrayList<>();
    compared.sides().forEach(side -> ofRun(side, notes));
    if (compared.runs().stream().anyMatch(run -> run.configuration().quick())) {
      notes.add(StudyNotes.QUICK);
    }
    StudyResult all = compared.result();
    compared.comparisons().forEach(comparison -> ofSeeds(comparison, all, notes));
    return notes;
  }

  private static void ofRun(Side side, List<String> notes) {
    RecordedRun run = side.run();
    Configuration<?> configuration = run.configuration();
    if (!run.ended()) {
      notes.add(
          "%s is %s: %d of %d networks have ended, and count; no verdict is given."
              .formatted(side.label(), run.state(), run.result().jobs().size(), run.asked()));
    }
    if (configuration.untilDecided()) {
      notes.add(
          "%s had seeds added until its own comparisons were settled: intervals are those of a number fixed beforehand, which this is not; no verdict is given."
              .formatted(side.label()));
    }
    StudyNotes.ofRun(run.result(), configuration, side.metric())
        .forEach(note -> notes.add(side.label() + ": " + note));
  }

  private static void ofSeeds(Comparison comparison, StudyResult all, List<String> notes) {
    int a = all.endedSeeds(comparison.baseline()).size();
    int b = all.endedSeeds(comparison.arm()).size();
    int both = comparison.paired().n();
    if (both < Math.max(a, b)) {
      notes.add(
          "%s and %s are paired on the %d seeds that both have, of %d and %d."
              .formatted(comparison.arm().title(), comparison.baseline().title(), both, b, a));
    }
  }
}
