package dev.bottleneck.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreConnectionTest {
  @TempDir Path folder;

  /** As SQLite itself rolls back on a full disk: there is nothing left to roll back then. */
  @Test
  void whatEndedATransactionIsToldAlsoIfSqliteHasRolledBackByItself() {
    try (StoreConnection store = RawStore.open(folder.resolve("store"))) {
      store.update("CREATE TABLE numbers (x)");
      assertThatThrownBy(
              () ->
                  store.transaction(
                      () -> {
                        store.update("INSERT INTO numbers VALUES (1)");
                        store.update("ROLLBACK");
                        throw new StoreFailure("the disk is full", null);
                      }))
          .isInstanceOf(StoreFailure.class)
          .hasMessage("the disk is full");
      store.transaction(() -> store.update("INSERT INTO numbers VALUES (2)"));
      assertThat(store.number("SELECT sum(x) FROM numbers")).isEqualTo(2);
    }
  }

  @Test
  void ofATransactionThatFailsNothingStays() {
    try (StoreConnection store = RawStore.open(folder.resolve("store"))) {
      store.update("CREATE TABLE numbers (x)");
      assertThatThrownBy(
              () ->
                  store.transaction(
                      () -> {
                        store.update("INSERT INTO numbers VALUES (1)");
                        throw new OutOfMemoryError("no room");
                      }))
          .isInstanceOf(OutOfMemoryError.class);
      assertThat(store.number("SELECT count(*) FROM numbers")).isZero();
    }
  }
}
