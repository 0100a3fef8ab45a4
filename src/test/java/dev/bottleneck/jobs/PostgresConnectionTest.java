package dev.bottleneck.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.runtime.UserError;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections that are lost, and places where nothing can be had. */
class PostgresConnectionTest {
  private static final String DIE = "SELECT pg_terminate_backend(pg_backend_pid())";

  private static final String WAITING =
      "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";

  private StoreDatabase place;

  @BeforeEach
  void create() {
    place = (StoreDatabase) Postgres.somewhere();
    place.create(Map.of());
  }

  private JobStore open() {
    return JobStore.open(place, Duration.ofHours(1), 3, Time.SYSTEM);
  }

  /** Ends all connections to the server but one, as it does when it is stopped. */
  private void loseAll() {
    try (StoreConnection ending = place.open()) {
      ending.query(
          row -> row.getBoolean(1),
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE pid <> pg_backend_pid() AND application_name = 'bottleneck'");
    }
  }

  @Test
  void whatIsAskedAfterALossIsAskedAgain() {
    try (JobStore store = open()) {
      store.plan("run", 0, "task", 1);
      loseAll();
      assertThat(store.numbers("run")).containsExactly(0L);
      assertThat(store.connection().losses()).isEqualTo(1);
      loseAll();
      store.plan("run", 1, "task", 1);
      assertThat(store.numbers("run")).containsExactly(0L, 1L);
      assertThat(store.connection().losses()).isEqualTo(2);
    }
  }

  /** Though this server, for the sake of speed, answers before it has written. */
  @Test
  void whatWasSaidToBeStoredOutlivesTheServer() {
    try (JobStore store = open()) {
      for (int number = 0; number < 5; number++) {
        long pid = store.connection().number("SELECT pg_backend_pid()");
        store.plan("run", number, "task", 1);
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
        assertThat(store.numbers("run")).hasSize(number + 1);
      }
      assertThat(store.connection().losses()).isEqualTo(5);
    }
  }

  @Test
  void aTransactionThatIsLostHalfwayHappensOnce() {
    try (JobStore store = open()) {
      AtomicInteger runs = new AtomicInteger();
      store
          .connection()
          .transaction(
              () -> {
                store.plan("run", runs.getAndIncrement(), "task", 1);
                if (runs.get() == 1) {
                  store.connection().number(DIE);
                }
                return null;
              });
      assertThat(runs).hasValue(2);
      assertThat(store.numbers("run")).as("of the first there is nothing").containsExactly(1L);
    }
  }

  /** Taken, and lost before it was heard of: nobody would ever be at work on it. */
  @Test
  void whatWasTakenWhenTheConnectionWasLostIsGivenBack() {
    try (JobStore store = open();
        JobStore other = open()) {
      store.plan("run", 0, "task", 1);
      store.plan("run", 1, "task", 1);
      StoredJob mine = store.claim(WorkerId.present()).orElseThrow();
      StoredJob forgotten = other.claim(WorkerId.present()).orElseThrow(); // by the same process
      assertThat(store.claim(WorkerId.present())).isEmpty();
      loseAll();
      StoredJob again = store.claim(WorkerId.present()).orElseThrow();
      assertThat(again.number()).isEqualTo(forgotten.number());
      assertThat(again.attempts()).isEqualTo(2);
      assertThat(store.job("run", mine.number()).attempts()).as("it is at work on this").isOne();
      assertThat(store.end(mine, StoredJob.Ending.complete("done"), 1)).isTrue();
    }
  }

  /** Its other threads say meanwhile that they are alive. */
  @Test
  @Timeout(60)
  void whoWaitsForItsTurnIsNotMute() throws InterruptedException {
    try (StoreConnection first = place.open();
        StoreConnection second = place.open()) {
      AtomicInteger turns = new AtomicInteger();
      Thread waiting =
          first.inTurn(
              () -> {
                Thread thread = new Thread(() -> second.inTurn(turns::incrementAndGet));
                thread.start();
                while (first.number(WAITING) == 0) {
                  Thread.onSpinWait();
                }
                assertThat(second.number("SELECT 7")).isEqualTo(7);
                assertThat(turns).hasValue(0);
                return thread;
              });
      waiting.join();
      assertThat(turns).hasValue(1);
      assertThat(second.query(row -> row.getString(1), "SHOW lock_timeout")).containsExactly("0");
    }
  }

  @Test
  void aServerThatStaysAwayIsOneLine() {
    StoreDatabase nowhere =
        new StoreDatabase("jdbc:postgresql://localhost:1/postgres", "toy", false);
    assertThatThrownBy(nowhere::exists)
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("cannot be reached")
        .hasMessageContaining("is the server up")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "postgres, nobody, role \"nobody\" does not exist",
    "elsewhere, postgres, database \"elsewhere\" does not exist",
  })
  void whatTheServerRefusesIsOneLine(String database, String user, String said) {
    String url = Postgres.url().replaceAll("/postgres\\?.*", "/" + database + "?user=" + user);
    assertThatThrownBy(() -> new StoreDatabase(url, "toy", false).exists())
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining(said)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "mysql://host/db, toy, it must be one such as jdbc:postgresql://host/database",
    "jdbc:postgresql://h/d?user=a&password=secret, toy, by PGPASSWORD or a PGPASSFILE",
    "jdbc:postgresql://h/d, a-name-that-is-longer-than-the-names-of-postgres-can-be, 52 bytes",
  })
  void anAddressThatCannotBeIsRefused(String url, String name, String right) {
    assertThatThrownBy(() -> StorePlace.database(url, name))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(right)
        .hasMessageNotContaining("secret");
  }

  @Test
  void refusesAnotherVersionsStore() {
    try (StoreConnection store = place.open()) {
      store.update("UPDATE format SET version = 77");
    }
    assertThatThrownBy(place::open)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("a store of format 77, and this Bottleneck has format ");
  }
}
