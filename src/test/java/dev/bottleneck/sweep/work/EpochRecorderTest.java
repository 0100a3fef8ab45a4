package dev.bottleneck.sweep.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.StoreFormat;
import dev.bottleneck.jobs.StoredJob.Ending;
import dev.bottleneck.jobs.WorkerId;
import dev.bottleneck.study.experiment.JobCheckpoints;
import dev.bottleneck.study.result.CurvePoint;
import dev.bottleneck.sweep.definition.PruningOptions;
import dev.bottleneck.sweep.pruning.Losses.Arrival;
import dev.bottleneck.sweep.pruning.Pruned;
import dev.bottleneck.sweep.pruning.Pruner;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.store.TrialQueue;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials whose losses are given, under ASHA with rungs at the epochs 1, 2, 4 …. */
class EpochRecorderTest {
  private static final int BUDGET = 4;

  @TempDir Path folder;
  private TrialStore store;
  private final Pruner asha = Pruner.of(new PruningOptions(PruningOptions.Kind.ASHA, 1, 2, 1));

  @BeforeEach
  void open() {
    StoreFormat.create(folder.resolve(TrialStore.FILE), Map.of());
    store = TrialStore.open(folder, Duration.ofHours(1));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Optional<Trial> claim() {
    return new TrialQueue(
            store,
            asha::promotable,
            number ->
                number < BUDGET
                    ? Optional.of(new TrialQueue.Plan(new Proposal(List.of(), Map.of()), number))
                    : Optional.empty())
        .claim(WorkerId.present());
  }

  /** Trains {@code trial} until it is given up; whether it comes to its end. */
  private boolean train(Trial trial, double... losses) {
    PausingCheckpoints states = new PausingCheckpoints(JobCheckpoints.NONE, false);
    EpochRecorder recorder =
        new EpochRecorder(trial, trial.firstSeed(), store.epochs(), asha, states);
    try {
      for (double loss : losses) {
        recorder.record(new CurvePoint("training", 1, CurvePoint.VALIDATION_LOSS, loss));
        states.requireGoingOn();
      }
    } catch (Pruned e) {
      store.jobs().end(trial.job(), Ending.pruned(e.getMessage()), 1);
      return false;
    }
    store.jobs().end(trial.job(), TrialStore.complete(Map.of(), losses[losses.length - 1]), 1);
    return true;
  }

  /** By then its loss at a rung that it had passed is not among the best there any more. */
  @Test
  void whatIsPromotedIsNotJudgedAtTheRungsThatItHasPassed() {
    assertThat(train(claim().orElseThrow(), 0.9, 0.5)).isTrue();
    assertThat(train(claim().orElseThrow(), 0.8, 0.6)).isFalse();
    assertThat(train(claim().orElseThrow(), 0.3, 0.7)).isFalse();
    assertThat(train(claim().orElseThrow(), 0.2, 0.8)).isFalse();
    Trial promoted = claim().orElseThrow();
    assertThat(promoted.number()).isEqualTo(1);
    assertThat(train(promoted, 0.8, 0.6)).isTrue();
    assertThat(claim()).isEmpty();
    assertThat(store.trials(Stage.SEARCH))
        .extracting(Trial::state)
        .containsExactly(JobState.COMPLETE, JobState.COMPLETE, JobState.PRUNED, JobState.PRUNED);
  }

  /** Whoever looks at a rung finds there what has come to it, taken up again or not. */
  @Test
  void whatIsTakenUpAgainStaysAtItsRungs() {
    assertThat(train(claim().orElseThrow(), 0.5, 0.5)).isTrue();
    assertThat(train(claim().orElseThrow(), 0.6)).isFalse();
    Trial third = claim().orElseThrow();
    assertThat(train(third, 0.7)).isFalse();
    assertThat(train(claim().orElseThrow(), 0.9)).isFalse();
    Trial promoted = claim().orElseThrow();
    assertThat(promoted.number()).isEqualTo(1);
    assertThat(store.epochs().arrivalsAfter(0)).extracting(Arrival::number).contains(0, 1, 2, 3);
    assertThat(asha.promotable(store.epochs())).isEmpty();
  }
}
