package dev.bottleneck.sweep.store;

import dev.bottleneck.sweep.store.TrialQueue.Plan;
import dev.bottleneck.sweep.store.TrialQueue.Run;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.util.List;
import java.util.stream.IntStream;

/** The best setting of the search on some seeds, once. */
public record Finals(Objective objective, List<Long> seeds) implements TrialQueue.Course {
  @Override
  public List<Run> next(TrialStore trials) {
    if (trials.searchIsOver()) {
      return List.of();
    }
    return trials.standing(objective).best().stream()
        .flatMap(
            best ->
                IntStream.range(0, seeds.size())
                    .mapToObj(
                        i -> new Run(Stage.FINAL, i, new Plan(best.proposal(), seeds.get(i)))))
        .toList();
  }
}
