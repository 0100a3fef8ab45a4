package dev.bottleneck.sweep;

import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** The tables of a store, and whether a file is one, of this version, and of the sweep at hand. */
final class StoreFormat {
  /** "Bott", in SQLite's field for the application that a file belongs to. */
  static final int APPLICATION = 0x426f7474;

  static final int VERSION = 1;
  private static final int MOST_DIFFERENCES = 3;

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE sweep (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
          """
          CREATE TABLE trials (
            stage TEXT NOT NULL CHECK (stage IN ('search', 'final')),
            number INTEGER NOT NULL,
            state TEXT NOT NULL
              CHECK (state IN ('waiting', 'running', 'pruned', 'complete', 'failed')),
            genes TEXT NOT NULL,
            parameters TEXT NOT NULL,
            first_seed INTEGER NOT NULL,
            measures TEXT,
            value REAL,
            error TEXT,
            worker TEXT,
            heartbeat INTEGER NOT NULL DEFAULT 0,
            attempts INTEGER NOT NULL DEFAULT 0,
            seconds REAL NOT NULL DEFAULT 0,
            ended INTEGER,
            PRIMARY KEY (stage, number)) WITHOUT ROWID
          """,
          """
          CREATE TABLE epochs (
            stage TEXT NOT NULL,
            number INTEGER NOT NULL,
            seed INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            phase TEXT NOT NULL,
            validation_loss REAL NOT NULL,
            PRIMARY KEY (stage, number, seed, epoch)) WITHOUT ROWID
          """);

  private StoreFormat() {}

  /** Makes a store at {@code file}, whole or not at all; one that is there already stays. */
  static void create(Path file, Map<String, String> identity) {
    Path aside = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try {
        fill(aside, identity);
        // A link, unlike a renaming, fails where another process was first.
        Files.createLink(file, aside);
      } catch (FileAlreadyExistsException e) {
        // Two processes began the sweep at once; the other's store is as good.
        return;
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException e) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "cannot make the sweep's store %s (%s); give a folder you can write to with --out DIR",
              file,
              e),
          e);
    }
  }

  private static void fill(Path file, Map<String, String> identity) {
    try (StoreConnection store = StoreConnection.open(file)) {
      store.query(row -> row.getString(1), "PRAGMA journal_mode = WAL");
      store.transaction(
          () -> {
            TABLES.forEach(store::update);
            identity.forEach(
                (key, value) -> store.update("INSERT INTO sweep VALUES (?, ?)", key, value));
            store.update("PRAGMA application_id = " + APPLICATION);
            return store.update("PRAGMA user_version = " + VERSION);
          });
    }
  }

  /**
   * Opens the store at {@code file} and changes nothing.
   *
   * @throws UserError if it is none, or another version's
   */
  static StoreConnection open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserError(
          String.format(Locale.ROOT, "%s: there is no such file: no sweep was begun there", file));
    }
    StoreConnection store = StoreConnection.open(file);
    try {
      if (store.number("PRAGMA application_id") != APPLICATION) {
        throw new UserError(
            String.format(
                Locale.ROOT,
                "%s: an SQLite database, but no sweep's store: give another folder with --out",
                file));
      }
      long version = store.number("PRAGMA user_version");
      if (version != VERSION) {
        throw new UserError(
            String.format(
                    Locale.ROOT,
                    "%s: a store of format %d, and this Bottleneck has format %d: go on with the one that",
                    file,
                    version,
                    VERSION)
                + " began it, or give another folder with --out");
      }
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  static Map<String, String> identity(StoreConnection store) {
    Map<String, String> identity = new TreeMap<>();
    store.query(
        row -> identity.put(row.getString(1), row.getString(2)), "SELECT key, value FROM sweep");
    return identity;
  }

  /**
   * Refuses the store of another sweep.
   *
   * @throws UserError showing the first differences
   */
  static void requireSame(Path file, StoreConnection store, Map<String, String> wanted) {
    Map<String, String> stored = identity(store);
    List<String> differences = new ArrayList<>();
    TreeSet<String> keys = new TreeSet<>(stored.keySet());
    keys.addAll(wanted.keySet());
    for (String key : keys) {
      String there = stored.getOrDefault(key, "nothing");
      String here = wanted.getOrDefault(key, "nothing");
      if (!there.equals(here)) {
        differences.add(String.format(Locale.ROOT, "%s is %s there and %s here", key, there, here));
      }
    }
    if (!differences.isEmpty()) {
      int more = differences.size() - MOST_DIFFERENCES;
      throw new UserError(
          String.format(
              Locale.ROOT,
              "%s: the store of another sweep: %s%s; give another folder with --out",
              file,
              String.join(
                  "; ", differences.subList(0, Math.min(MOST_DIFFERENCES, differences.size()))),
              more > 0 ? String.format(Locale.ROOT, "; and %d more", more) : ""));
    }
  }
}
