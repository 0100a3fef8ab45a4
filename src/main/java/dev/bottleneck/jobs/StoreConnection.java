package dev.bottleneck.jobs;

import dev.bottleneck.runtime.UserFolders;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * An SQLite file in write-ahead mode, used by one thread at a time of this process and by others of
 * the same machine beside it; each failure becomes one line that names the file.
 */
public final class StoreConnection implements AutoCloseable {
  /** Another process's transaction takes milliseconds; a disk may stall for longer. */
  private static final int BUSY_MILLISECONDS = 60_000;

  private final Path file;
  private final Connection connection;
  private final Runnable atClose;
  private boolean isWithin;

  /** Something done within a transaction. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws SQLException;
  }

  /** Reads a row. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private StoreConnection(Path file, Connection connection, Runnable atClose) {
    this.file = file;
    this.connection = connection;
    this.atClose = atClose;
  }

  /**
   * Opens {@code file}, or makes an empty one; changes nothing yet.
   *
   * @throws StoreFailure if it cannot be opened
   */
  static StoreConnection open(Path file) {
    return connect(file, file.toString(), new SQLiteConfig(), () -> {});
  }

  /**
   * Opens {@code file} to read it, and leaves it as it is.
   *
   * @throws StoreFailure if it cannot be opened
   */
  static StoreConnection reading(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    return connect(file, file.toString(), config, () -> {});
  }

  /** An empty database in memory. */
  static StoreConnection inMemory() {
    return connect(Path.of("memory"), ":memory:", new SQLiteConfig(), () -> {});
  }

  /**
   * Opens {@code copy} in place of {@code file}, which failures name.
   *
   * @param atClose done when the connection is closed
   */
  static StoreConnection standIn(Path file, Path copy, Runnable atClose) {
    return connect(file, copy.toString(), new SQLiteConfig(), atClose);
  }

  private static StoreConnection connect(
      Path file, String database, SQLiteConfig config, Runnable atClose) {
    config.setBusyTimeout(BUSY_MILLISECONDS);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    // A transaction that began by reading could be refused its writing.
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    // Its library is unpacked there, and gone with this process, however that ends.
    System.setProperty("org.sqlite.tmpdir", UserFolders.temporary().toString());
    try {
      return new StoreConnection(file, config.createConnection("jdbc:sqlite:" + database), atClose);
    } catch (SQLException e) {
      throw explain(file, e);
    }
  }

  /**
   * Runs {@code work}: all of it happens, or none, and no other process comes in between; within
   * another transaction, as a part of it.
   */
  public synchronized <T> T transaction(Work<T> work) {
    try {
      if (isWithin) {
        return work.run();
      }
      connection.setAutoCommit(false);
      isWithin = true;
      T result;
      try {
        result = work.run();
        connection.commit();
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(e);
        throw e;
      } finally {
        isWithin = false;
      }
      connection.setAutoCommit(true);
      return result;
    } catch (SQLException e) {
      throw explain(file, e);
    }
  }

  /** SQLite has done so by itself where the disk is full, which is what is to be told. */
  private void rollBack(Throwable why) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }

  /** One statement that changes something; returns how many rows it changed. */
  public synchronized int update(String sql, Object... values) {
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw explain(file, e);
    }
  }

  public synchronized <T> List<T> query(Row<T> row, String sql, Object... values) {
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet found = statement.executeQuery()) {
      List<T> rows = new ArrayList<>();
      while (found.next()) {
        rows.add(row.read(found));
      }
      return rows;
    } catch (SQLException e) {
      throw explain(file, e);
    } catch (IllegalArgumentException e) {
      throw StoreFailure.damaged(file, e.getMessage(), e);
    }
  }

  /** The number that {@code sql} gives. */
  public long number(String sql, Object... values) {
    return query(row -> row.getLong(1), sql, values).get(0);
  }

  private PreparedStatement prepare(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw explain(file, e);
    } finally {
      atClose.run();
    }
  }

  /**
   * Of a code the lower byte, of which the rest are the details. That what is shared by processes
   * cannot grow is the disk's being full under another name.
   */
  static SQLiteErrorCode kind(SQLiteErrorCode code) {
    if (code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE) {
      return SQLiteErrorCode.SQLITE_FULL;
    }
    return SQLiteErrorCode.getErrorCode(code.code & 0xff);
  }

  /** What went wrong, in a line. */
  private static StoreFailure explain(Path file, SQLException e) {
    if (!(e instanceof SQLiteException) && e.getCause() != null) {
      return failure(
          file,
          "SQLite's library cannot be loaded: is there room for it in "
              + UserFolders.temporary()
              + "?",
          e);
    }
    SQLiteErrorCode code =
        e instanceof SQLiteException known ? known.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
    String why = StoreFailure.printable(String.valueOf(e.getMessage()));
    return switch (kind(code)) {
      case SQLITE_FULL ->
          failure(
              file,
              "the disk is full: make room and go on with --resume; what had finished is kept",
              e);
      case SQLITE_IOERR ->
          failure(
              file,
              "cannot be read or written ("
                  + code
                  + "): make room on the disk, or mend it, and go on with --resume; what had"
                  + " finished is kept",
              e);
      case SQLITE_NOTADB, SQLITE_CORRUPT, SQLITE_CONSTRAINT, SQLITE_MISMATCH ->
          StoreFailure.damaged(file, why, e);
      case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM ->
          failure(file, "cannot be opened for writing (" + code + ")", e);
      case SQLITE_BUSY, SQLITE_LOCKED ->
          failure(
              file,
              String.format(
                  Locale.ROOT,
                  "another process has held it for %d s: look what it does, then --resume",
                  BUSY_MILLISECONDS / 1_000),
              e);
      default -> failure(file, why, e);
    };
  }

  private static StoreFailure failure(Path file, String what, SQLException e) {
    return new StoreFailure(file + ": " + what, e);
  }
}
