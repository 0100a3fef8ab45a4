package dev.bottleneck.study.runs;

import dev.bottleneck.study.runs.RunRanking.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Why values that are ranked may not compare: a sentence each. */
final class RankingNotes {
  private RankingNotes() {}

  static List<String> of(List<Row> rows, String measure) {
    List<RecordedRun> runs = rows.stream().map(Row::run).distinct().toList();
    List<String> notes = new ArrayList<>();
    if (rows.stream().anyMatch(row -> !row.isWhole())) {
      notes.add(
          "Where seeds failed, or have not ended, the mean is that of the others, and says nothing"
              + " of them: such come last.");
    }
    if (differ(runs, RecordedRun::evaluatedOn)) {
      notes.add("They were not all measured on the same data: such values do not compare.");
    }
    if (differ(runs, run -> run.record().hash("train"))) {
      notes.add("They were not all trained on the same data.");
    }
    if (runs.size() > 1 && runs.stream().anyMatch(RankingNotes::doesNotSay)) {
      notes.add("Of some their manifest does not say on which data: they may be others.");
    }
    if (runs.stream().anyMatch(run -> !Quantity.isSame(runs.get(0), run, measure))) {
      notes.add(
          "They do not all measure the same: examples scaled or corrupted otherwise, or losses with"
              + " penalties of their own; squaredError and crossEntropy are taken of all alike.");
    }
    return notes;
  }

  private static boolean differ(List<RecordedRun> runs, Function<RecordedRun, Optional<?>> what) {
    return runs.stream().map(what).filter(Optional::isPresent).distinct().count() > 1;
  }

  private static boolean doesNotSay(RecordedRun run) {
    return run.evaluatedOn().isEmpty() || run.record().hash("train").isEmpty();
  }
}
