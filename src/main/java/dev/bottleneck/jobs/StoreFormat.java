package dev.bottleneck.jobs;

import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Whether an SQLite file is a store, of this version and undamaged. */
public final class StoreFormat {
  /** "Bott", in SQLite's field for the application that a file belongs to. */
  static final int APPLICATION = 0x426f7474;

  private StoreFormat() {}

  /** Makes a store at {@code file}, whole or not at all; one that is there already stays. */
  public static synchronized void create(Path file, Map<String, String> identity) {
    Path folder = file.toAbsolutePath().getParent();
    Path aside = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      Files.createDirectories(folder);
      try {
        fill(aside, identity);
        moveIfFirst(aside, file);
      } finally {
        // A full disk leaves SQLite's own files as well.
        for (String end : List.of("", "-journal", "-wal", "-shm")) {
          Files.deleteIfExists(folder.resolve(aside.getFileName() + end));
        }
      }
    } catch (IOException e) {
      throw notMade(file, e, "give a folder you can write to", e);
    } catch (StoreFailure e) {
      // Its advice on a full disk is of a store that there is.
      throw e.getCause() instanceof SQLiteException why && isOfTheDisk(why)
          ? notMade(
              file,
              why.getResultCode().name(),
              "the disk is full or does not work: make room there, or give another folder",
              e)
          : e;
    }
  }

  private static boolean isOfTheDisk(SQLiteException e) {
    SQLiteErrorCode kind = SqliteConnection.kind(e.getResultCode());
    return kind == SQLiteErrorCode.SQLITE_FULL || kind == SQLiteErrorCode.SQLITE_IOERR;
  }

  private static UserError notMade(Path file, Object why, String advice, Exception cause) {
    return new UserError(
        String.format(
            Locale.ROOT, "cannot make the store %s (%s); %s with --out DIR", file, why, advice),
        cause);
  }

  /**
   * Renames {@code aside} unless two processes began at once and the other was first: its store is
   * as good. Not every disk has hard links, which would tell without a lock; each that SQLite works
   * on has locks, and one ends with its process.
   */
  private static void moveIfFirst(Path aside, Path file) throws IOException {
    Path lock = file.resolveSibling("." + file.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (!Files.exists(file)) {
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    // Whoever waits for it, or makes another, finds the store.
    Files.deleteIfExists(lock);
  }

  private static void fill(Path file, Map<String, String> identity) {
    try (StoreConnection store = SqliteConnection.open(file)) {
      store.transaction(
          () -> {
            StoreTables.SQLITE.forEach(store::update);
            StoreTables.putIdentity(store, identity);
            store.update("PRAGMA application_id = " + APPLICATION);
            return store.update("PRAGMA user_version = " + StoreTables.VERSION);
          });
      // Last, so that all of it lies in the file itself: what a log still held when the disk was
      // full would be gone with the log.
      store.query(row -> row.getString(1), "PRAGMA journal_mode = WAL");
      // The first that reads opens the log, for which there may be no room.
      store.number("PRAGMA user_version");
    }
  }

  /**
   * Opens the store at {@code file} and changes nothing.
   *
   * @throws UserError if it is none, another version's or damaged
   */
  static StoreConnection open(Path file) {
    requireFile(file);
    return checked(file, SqliteConnection.open(file));
  }

  static void requireFile(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserError(
          String.format(Locale.ROOT, "%s: there is no such file: nothing was begun there", file));
    }
  }

  /** {@code store} itself; it is closed if it is refused. */
  static StoreConnection checked(Path file, StoreConnection store) {
    try {
      requireFormat(file, store);
      // Triggers and views would do what their author wants whenever a job is recorded.
      if (!schema(store).equals(schema())) {
        throw StoreFailure.damaged(file, "its tables are not those of a store of jobs", null);
      }
      List<String> faults = store.query(row -> row.getString(1), "PRAGMA integrity_check(1)");
      if (!faults.equals(List.of("ok"))) {
        throw StoreFailure.damaged(file, String.join(", ", faults), null);
      }
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static void requireFormat(Path file, StoreConnection store) {
    if (store.number("PRAGMA application_id") != APPLICATION) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "%s: an SQLite database, but no store of jobs: name another folder",
              file));
    }
    long version = store.number("PRAGMA user_version");
    StoreTables.requireVersion(file, version);
  }

  private static List<String> schema() {
    try (StoreConnection fresh = SqliteConnection.inMemory()) {
      StoreTables.SQLITE.forEach(fresh::update);
      return schema(fresh);
    }
  }

  private static List<String> schema(StoreConnection store) {
    return store.query(
        row -> row.getString(1) + " " + row.getString(2) + ": " + row.getString(3),
        "SELECT type, name, sql FROM sqlite_master ORDER BY type, name");
  }
}
