package dev.bottleneck.jobs;

import dev.bottleneck.runtime.UserError;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The tables of a store. */
final class StoreTables {
  static final int VERSION = 6;

  /** As SQLite takes them. */
  static final List<String> SQLITE =
      List.of(
          "CREATE TABLE identity (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID, STRICT",
          // How much is to be done, which may be changed while it goes on.
          "CREATE TABLE wanted (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID, STRICT",
          """
          CREATE TABLE jobs (
            stage TEXT NOT NULL,
            number INTEGER NOT NULL,
            state TEXT NOT NULL
              CHECK (state IN ('waiting', 'running', 'pruned', 'complete', 'failed')),
            task TEXT NOT NULL,
            seed INTEGER NOT NULL,
            result TEXT,
            value REAL,
            error TEXT,
            sha256 TEXT,
            worker TEXT,
            gpu TEXT,
            heartbeat INTEGER NOT NULL DEFAULT 0,
            dead_after INTEGER NOT NULL DEFAULT 0,
            attempts INTEGER NOT NULL DEFAULT 0,
            deaths INTEGER NOT NULL DEFAULT 0,
            begun INTEGER NOT NULL DEFAULT 0,
            seconds REAL NOT NULL DEFAULT 0,
            ended INTEGER,
            seen INTEGER,
            PRIMARY KEY (stage, number)) WITHOUT ROWID, STRICT
          """,
          """
          CREATE TABLE epochs (
            stage TEXT NOT NULL,
            number INTEGER NOT NULL,
            seed INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            phase TEXT NOT NULL,
            validation_loss REAL NOT NULL,
            PRIMARY KEY (stage, number, seed, epoch)) WITHOUT ROWID, STRICT
          """,
          // Losses of first seeds where a rule of pruning ranks them, in the order in which they
          // became known: whole rungs would be read at each trial otherwise.
          """
          CREATE TABLE rungs (
            sequence INTEGER PRIMARY KEY,
            number INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            loss REAL NOT NULL) STRICT
          """,
          // How jobs ended, and which of them wait again, in the order in which it became known.
          """
          CREATE TABLE changes (
            sequence INTEGER PRIMARY KEY,
            stage TEXT NOT NULL,
            number INTEGER NOT NULL,
            state TEXT NOT NULL
              CHECK (state IN ('waiting', 'pruned', 'complete', 'failed')),
            value REAL,
            epoch INTEGER,
            loss REAL,
            seconds REAL,
            clock INTEGER NOT NULL) STRICT
          """,
          // What is asked at each job must not go through all of them.
          "CREATE INDEX jobs_by_state ON jobs (state, deaths, stage, number)",
          "CREATE INDEX jobs_by_end ON jobs (ended)",
          "CREATE INDEX changes_by_job ON changes (stage, number, sequence)",
          "CREATE INDEX jobs_by_value ON jobs (stage, state, value, number, seconds)");

  /** As PostgreSQL takes them. */
  static final List<String> POSTGRES =
      SQLITE.stream()
          .map(sql -> sql.replaceAll("( WITHOUT ROWID,)? STRICT\\s*$", ""))
          .map(sql -> sql.replace(" INTEGER", " BIGINT").replace(" REAL", " DOUBLE PRECISION"))
          .toList();

  private StoreTables() {}

  /**
   * Refuses another version's store.
   *
   * @throws UserError naming both
   */
  static void requireVersion(Object place, long version) {
    if (version != VERSION) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "%s: a store of format %d, and this Bottleneck has format %d: go on with the one that"
                  + " began it, or begin again in another folder",
              place,
              version,
              VERSION));
    }
  }

  static void putIdentity(StoreConnection store, Map<String, String> identity) {
    identity.forEach(
        (key, value) -> store.update("INSERT INTO identity VALUES (?, ?)", key, value));
  }

  static Map<String, String> identity(StoreConnection store) {
    Map<String, String> identity = new TreeMap<>();
    store.query(
        row -> identity.put(row.getString(1), row.getString(2)), "SELECT key, value FROM identity");
    return identity;
  }
}
