package dev.bottleneck.sweep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.Lost;
import dev.bottleneck.jobs.ManualTime;
import dev.bottleneck.jobs.StoreConnection;
import dev.bottleneck.jobs.Time;
import dev.bottleneck.jobs.WorkerId;
import dev.bottleneck.sweep.definition.Extent;
import dev.bottleneck.sweep.definition.RaceOptions;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has a trial, and who has lost it, whatever database it is in. */
abstract class OwnersContract extends StoreContract {
  private TrialStore open(ManualTime time) {
    return TrialStore.open(place, Duration.ofSeconds(60), time);
  }

  /** A look at least each 15 s, as the heartbeat's thread has it. */
  private static void watch(TrialStore store, ManualTime time, int seconds) {
    for (int passed = 0; passed < seconds; passed += 15) {
      store.owners().lookForTheDead();
      time.pass(Duration.ofSeconds(15));
    }
    store.owners().lookForTheDead();
  }

  @Test
  void aWorkerElsewhereIsDeadWhenItWasSilentForTooLong() {
    ManualTime time = new ManualTime();
    try (TrialStore store = open(time)) {
      claim(store, ELSEWHERE, 9);
      watch(store, time, 45);
      assertThat(claim(store, ALIVE, 9).orElseThrow().number()).isEqualTo(1);
      watch(store, time, 30);
      assertThat(claim(store, ALIVE, 9).orElseThrow().number()).isZero();
    }
  }

  @Test
  void aWorkerElsewhereThatIsHeardOfIsAlive() {
    ManualTime time = new ManualTime();
    try (TrialStore store = open(time)) {
      claim(store, ELSEWHERE, 9);
      for (int beats = 0; beats < 10; beats++) {
        watch(store, time, 45);
        store.owners().beat(ELSEWHERE);
      }
      assertThat(claim(store, ALIVE, 9).orElseThrow().number()).isEqualTo(1);
    }
  }

  /** Each says for itself how long it may be silent; a reader's own word is not asked. */
  @Test
  void aWorkerMayBeSilentForAsLongAsItSaid() {
    try (TrialStore patient = TrialStore.open(place, Duration.ofSeconds(600), Time.SYSTEM)) {
      claim(patient, ELSEWHERE, 9);
    }
    ManualTime time = new ManualTime();
    try (TrialStore store = open(time)) {
      watch(store, time, 585);
      assertThat(claim(store, ALIVE, 9).orElseThrow().number()).isEqualTo(1);
      watch(store, time, 30);
      assertThat(claim(store, ALIVE, 9).orElseThrow().number()).isZero();
    }
  }

  /** Wall clocks differ from machine to machine, and are set; nobody compares them. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, Long.MAX_VALUE / 2})
  void aClockThatIsWrongKillsNobody(long heartbeat) {
    ManualTime time = new ManualTime();
    try (TrialStore store = open(time)) {
      claim(store, ELSEWHERE, 9);
      try (StoreConnection other = place.open()) {
        other.update("UPDATE jobs SET heartbeat = ?", heartbeat);
      }
      watch(store, time, 30);
      store.owners().beat(ELSEWHERE);
      assertThat(store.trial(Stage.SEARCH, 0).job().heartbeat()).isGreaterThan(heartbeat);
      watch(store, time, 45);
      assertThat(claim(store, ALIVE, 9).orElseThrow().number()).isEqualTo(1);
    }
  }

  /** One that was stopped or asleep has not watched the others meanwhile. */
  @Test
  void aLongPauseBetweenTwoLooksIsNoSilenceOfOthers() {
    ManualTime time = new ManualTime();
    try (TrialStore store = open(time)) {
      claim(store, ELSEWHERE, 9);
      store.owners().lookForTheDead();
      time.pass(Duration.ofHours(3));
      assertThat(claim(store, ALIVE, 9).orElseThrow().number()).isEqualTo(1);
      time.pass(Duration.ofHours(3));
      assertThat(claim(store, ALIVE, 9).orElseThrow().number()).isEqualTo(2);
    }
  }

  @Test
  void aProcessNeverTakesItsOwnTrials() {
    ManualTime time = new ManualTime();
    try (TrialStore store = open(time)) {
      claim(store, ALIVE, 9);
      watch(store, time, 600);
      assertThat(claim(store, ALIVE, 9).orElseThrow().number()).isEqualTo(1);
      assertThat(store.trials(Stage.SEARCH)).allMatch(t -> t.job().attempts() == 1);
    }
  }

  @Test
  void aWorkerThatLostItsTrialRecordsNoEpoch() {
    try (TrialStore store = open()) {
      Trial lost = claim(store, DEAD, 9).orElseThrow();
      store.epochs().record(lost, lost.firstSeed(), 1, "training", 0.5);
      Trial again = claim(store, ALIVE, 9).orElseThrow();
      store.epochs().record(again, again.firstSeed(), 1, "training", 0.25);
      assertThatThrownBy(() -> store.epochs().record(lost, lost.firstSeed(), 2, "training", 0.1))
          .isInstanceOf(Lost.class);
      assertThat(store.epochs().of(again)).containsExactly(0.25);
      Ends.complete(store, again, Map.of("loss", List.of(1.0)), 1, 1);
      assertThatThrownBy(() -> store.epochs().record(again, again.firstSeed(), 2, "training", 0.1))
          .isInstanceOf(Lost.class);
    }
  }

  @Test
  void theGpuIsThatOfWhoHasTheTrialNow() {
    try (TrialStore store = open()) {
      Trial lost = claim(store, DEAD, 9).orElseThrow();
      store.owners().tellGpu(lost.job(), "3");
      assertThat(store.trial(Stage.SEARCH, 0).job().gpu()).hasValue("3");
      Trial again = claim(store, ALIVE, 9).orElseThrow();
      assertThat(again.number()).isZero();
      assertThat(again.job().gpu()).isEmpty();
      store.owners().tellGpu(lost.job(), "3");
      assertThat(store.trial(Stage.SEARCH, 0).job().gpu()).as("it is not its own").isEmpty();
    }
  }

  @Test
  void whatIsWantedIsWhatWasToldLast() {
    try (TrialStore store = open()) {
      assertThat(store.wanted().get(RaceOptions.NONE)).isEmpty();
      store.wanted().put(new Extent(9, 3, RaceOptions.NONE, 0));
      Extent more = new Extent(20, 3, RaceOptions.NONE, 5);
      store.wanted().put(more);
      assertThat(store.wanted().get(RaceOptions.NONE)).hasValue(more);
    }
  }

  private static Trial claimByADeadProcess(TrialStore store, int number) {
    WorkerId dead = new WorkerId(ALIVE.machine(), (1 << 30) + number, 1, "dead");
    return claim(store, dead, 9).orElseThrow();
  }

  @Test
  void aTrialThatKillsItsProcessThriceHasFailed() {
    try (TrialStore store = open()) {
      for (int death = 0; death < 3; death++) {
        assertThat(claimByADeadProcess(store, death).number()).isZero();
      }
      assertThat(claim(store, ALIVE, 9).orElseThrow().number()).isEqualTo(1);
      Trial deadly = store.trial(Stage.SEARCH, 0);
      assertThat(deadly.state()).isEqualTo(JobState.FAILED);
      assertThat(deadly.error()).hasValueSatisfying(e -> assertThat(e).contains("died 3 times"));
      assertThat(store.endedAfter(0, 5)).extracting(Trial::number).containsExactly(0);

      // What its message says: it is tried again, and may die thrice again.
      store.retryFailed();
      assertThat(claimByADeadProcess(store, 4).number()).isZero();
      assertThat(claimByADeadProcess(store, 5).number()).isZero();
      assertThat(claim(store, ALIVE, 9).orElseThrow().number()).isZero();
    }
  }

  @Test
  void aTrialThatWasStoppedOftenHasKilledNobody() {
    try (TrialStore store = open()) {
      for (int stop = 0; stop < 5; stop++) {
        Ends.release(store, claim(store, ALIVE, 9).orElseThrow());
      }
      assertThat(claimByADeadProcess(store, 0).job().attempts()).isEqualTo(6);
      assertThat(claim(store, ALIVE, 9).orElseThrow().number()).isZero();
    }
  }
}
