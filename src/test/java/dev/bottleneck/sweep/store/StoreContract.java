package dev.bottleneck.sweep.store;

import dev.bottleneck.jobs.StorePlace;
import dev.bottleneck.jobs.Time;
import dev.bottleneck.jobs.WorkerId;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.trial.Trial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** A store of trials in whatever database, and who takes some of them. */
abstract class StoreContract {
  static final Map<String, String> IDENTITY =
      Map.of("space.code.integer", "[4,64]", "search.kind", "random", "seedsPerTrial", "3");

  static final WorkerId ALIVE = WorkerId.present();
  static final WorkerId ELSEWHERE = new WorkerId("another machine", 1, 1, "elsewhere");

  /** No process has this number: Linux's end at 2²². */
  static final WorkerId DEAD = new WorkerId(ALIVE.machine(), 1 << 30, 1, "dead");

  StorePlace place;

  /** Where there is no store yet. */
  abstract StorePlace somewhere();

  @BeforeEach
  void create() {
    place = somewhere();
    place.create(IDENTITY);
  }

  final TrialStore open() {
    return TrialStore.open(place, Duration.ofHours(1), Time.SYSTEM);
  }

  static TrialQueue.Planner planner(int budget) {
    return number ->
        number < budget
            ? Optional.of(
                new TrialQueue.Plan(
                    new Proposal(List.of(number / 100.0), Map.of("code", "" + number)),
                    100 + number))
            : Optional.empty();
  }

  static Optional<Trial> claim(TrialStore store, WorkerId worker, int budget) {
    return new TrialQueue(store, planner(budget)).claim(worker);
  }
}
