package dev.bottleneck.sweep.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.jobs.StoreFormat;
import dev.bottleneck.jobs.WorkerId;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.store.TrialQueue;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Trial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrunerTest {
  @TempDir Path folder;
  private TrialStore store;
  private final List<Trial> trials = new ArrayList<>();
  private final List<Losses.Change> changes = new ArrayList<>();

  @BeforeEach
  void open() {
    StoreFormat.create(folder.resolve(TrialStore.FILE), Map.of());
    store = TrialStore.open(folder, Duration.ofHours(1));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Trial begin() {
    Trial trial =
        new TrialQueue(
                store,
                number ->
                    Optional.of(new TrialQueue.Plan(new Proposal(List.of(), Map.of()), number)))
            .claim(WorkerId.present())
            .orElseThrow();
    trials.add(trial);
    return trial;
  }

  private void losses(Trial trial, double... losses) {
    for (int epoch = 1; epoch <= losses.length; epoch++) {
      store.epochs().recordAtRung(trial, epoch, "training", losses[epoch - 1]);
      // Another seed of the trial, which no rule may look at.
      store.epochs().record(trial, trial.firstSeed() + 1_000, epoch, "training", -1);
    }
  }

  private boolean goesOn(Pruner pruner, Trial trial, int epoch) {
    try {
      pruner.check(trial, epoch, store.epochs());
      return true;
    } catch (Pruned e) {
      assertThat(e).hasMessageContaining("epoch " + epoch);
      return false;
    }
  }

  @Test
  void ashaKeepsTheBestShareOfEachRung() {
    Pruner asha = new AshaPruner(2, 3);
    for (double loss : new double[] {0.5, 0.1, 0.4, 0.3, 0.2}) {
      losses(begin(), 0.9, loss);
    }
    Trial sixth = begin();
    losses(sixth, 0.9, 0.15);
    // Of six at the rung two go on: 0.1 and 0.15.
    assertThat(goesOn(asha, sixth, 2)).isTrue();
    assertThat(goesOn(asha, trials.get(1), 2)).isTrue();
    assertThat(goesOn(asha, trials.get(4), 2)).isFalse();
    assertThat(goesOn(asha, trials.get(0), 2)).isFalse();
  }

  /** The store's losses, with changes that nothing in it has made. */
  private record Told(Losses stored, List<Change> changes) implements Losses {
    @Override
    public List<Arrival> arrivalsAfter(long sequence) {
      return stored.arrivalsAfter(sequence);
    }

    @Override
    public List<Change> changesAfter(long sequence) {
      return changes.subList((int) sequence, changes.size());
    }

    @Override
    public Map<Integer, Double> meansUpTo(int epoch) {
      return stored.meansUpTo(epoch);
    }

    @Override
    public List<Double> of(Trial trial) {
      return stored.of(trial);
    }
  }

  /** Of the losses in the store, when the trials {@code pruned} are given up and no others. */
  private void promotes(Pruner pruner, Integer expected, Integer... pruned) {
    for (Trial trial : trials) {
      boolean isGivenUp = List.of(pruned).contains(trial.number());
      changes.add(new Losses.Change(changes.size() + 1, trial.number(), isGivenUp));
    }
    Losses losses = new Told(store.epochs(), changes);
    assertThat(pruner.promotable(losses)).isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void ashaPromotesWhatOthersHaveLiftedAmongTheBest() {
    Pruner asha = new AshaPruner(1, 3);
    losses(begin(), 0.1);
    losses(begin(), 0.3);
    losses(begin(), 0.2);
    promotes(asha, null, 1, 2);
    losses(begin(), 0.5);
    losses(begin(), 0.5);
    // Of five at the rung one goes on, of six two.
    promotes(asha, null, 1, 2, 3, 4);
    losses(begin(), 0.5);
    promotes(asha, 2, 1, 2, 3, 4, 5);
    promotes(asha, null, 1, 3, 4, 5);
    promotes(asha, null);
  }

  /** What lies at a rung is not promoted from a lower one, where it was long ago. */
  @Test
  void ashaPromotesFromTheHighestRungFirst() {
    Pruner asha = new AshaPruner(1, 2);
    losses(begin(), 0.1, 0.5);
    losses(begin(), 0.2, 0.1);
    losses(begin(), 0.3);
    losses(begin(), 0.4);
    promotes(asha, null, 0, 2, 3);
    losses(begin(), 0.25, 0.6);
    losses(begin(), 0.9);
    // At the first rung three of six go on: 0.25 does so already. At the second one of three.
    promotes(asha, null, 0, 2, 3, 4, 5);
    losses(begin(), 0.15, 0.7);
    losses(begin(), 0.95);
    // Two of four at the second rung, four of eight at the first, of which trial 4 is the last.
    promotes(asha, 0, 0, 2, 3, 4, 5, 6, 7);
    promotes(asha, null, 2, 3, 4, 5, 6, 7);
    losses(begin(), 0.95);
    losses(begin(), 0.95);
    promotes(asha, 0, 0, 2, 3, 4, 5, 6, 7);
    promotes(asha, 2, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void theMedianRuleGivesUpForGood() {
    losses(begin(), 0.1);
    promotes(new MedianPruner(1, 1), null, 0);
  }

  @Test
  void ashaLooksAtItsRungsOnly() {
    Pruner asha = new AshaPruner(2, 3);
    losses(begin(), 0.1, 0.1, 0.1, 0.1, 0.1, 0.1);
    Trial bad = begin();
    losses(bad, 9, 9, 9, 9, 9, 9);
    assertThat(List.of(1, 3, 4, 5)).allMatch(epoch -> goesOn(asha, bad, epoch));
    assertThat(List.of(2, 6)).noneMatch(epoch -> goesOn(asha, bad, epoch));
  }

  @Test
  void ashaLetsTheFirstTrialGoOn() {
    Trial first = begin();
    losses(first, 5);
    assertThat(goesOn(new AshaPruner(1, 4), first, 1)).isTrue();
  }

  @Test
  void theMedianRuleComparesTheLowestLossWithTheOthersMeans() {
    Pruner median = new MedianPruner(2, 3);
    losses(begin(), 0.6, 0.2); // mean 0.4
    losses(begin(), 0.9, 0.7); // mean 0.8
    Trial third = begin();
    losses(third, 1.0, 0.5);
    assertThat(goesOn(median, third, 2)).as("only two others").isTrue();
    losses(begin(), 0.5, 0.5); // mean 0.5: the median of 0.4, 0.5, 0.8
    assertThat(goesOn(median, third, 2)).as("0.5 is not above the median").isTrue();
    Trial worse = begin();
    losses(worse, 0.76, 0.9);
    assertThat(goesOn(median, worse, 1)).as("before its first epoch").isTrue();
    // The means of the four: 0.4, 0.5, 0.75, 0.8; their median 0.625.
    assertThat(goesOn(median, worse, 2)).isFalse();
    Trial shorter = begin();
    losses(shorter, 0.1);
    assertThatThrownBy(() -> median.check(worse, 2, store.epochs()))
        .hasMessageContaining("median of 4 trials");
  }
}
