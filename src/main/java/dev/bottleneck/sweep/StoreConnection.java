package dev.bottleneck.sweep;

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
final class StoreConnection implements AutoCloseable {
  /** Another process's transaction takes milliseconds; a disk may stall for longer. */
  private static final int BUSY_MILLISECONDS = 60_000;

  private final Path file;
  private final Connection connection;

  /** Something done within a transaction. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException;
  }

  /** Reads a row. */
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private StoreConnection(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /**
   * Opens {@code file}, or makes an empty one; changes nothing yet.
   *
   * @throws StoreFailure if it cannot be opened
   */
  static StoreConnection open(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLISECONDS);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    // A transaction that began by reading could be refused its writing.
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    try {
      return new StoreConnection(file, config.createConnection("jdbc:sqlite:" + file));
    } catch (SQLException e) {
      throw explain(file, e);
    }
  }

  /** Runs {@code work}: all of it happens, or none, and no other process comes in between. */
  synchronized <T> T transaction(Work<T> work) {
    try {
      connection.setAutoCommit(false);
      boolean done = false;
      try {
        T result = work.run();
        connection.commit();
        done = true;
        return result;
      } finally {
        if (!done) {
          connection.rollback();
        }
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw explain(file, e);
    }
  }

  /** One statement that changes something; returns how many rows it changed. */
  synchronized int update(String sql, Object... values) {
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw explain(file, e);
    }
  }

  synchronized <T> List<T> query(Row<T> row, String sql, Object... values) {
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet found = statement.executeQuery()) {
      List<T> rows = new ArrayList<>();
      while (found.next()) {
        rows.add(row.read(found));
      }
      return rows;
    } catch (SQLException e) {
      throw explain(file, e);
    }
  }

  /** The number that {@code sql} gives. */
  long number(String sql, Object... values) {
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
    }
  }

  /** What went wrong, in a line. */
  private static StoreFailure explain(Path file, SQLException e) {
    SQLiteErrorCode code =
        e instanceof SQLiteException known ? known.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
    // The lower byte is the kind, the rest its details.
    return switch (SQLiteErrorCode.getErrorCode(code.code & 0xff)) {
      case SQLITE_FULL, SQLITE_IOERR ->
          new StoreFailure(
              String.format(
                      Locale.ROOT,
                      "%s: cannot be written (%s): make room on the disk and go on with --resume; what had",
                      file,
                      code)
                  + " finished is kept",
              e);
      case SQLITE_NOTADB, SQLITE_CORRUPT ->
          new StoreFailure(
              String.format(
                  Locale.ROOT,
                  "%s: no SQLite database, or a damaged one: give another folder with --out",
                  file),
              e);
      case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM ->
          new StoreFailure(
              String.format(Locale.ROOT, "%s: cannot be opened for writing (%s)", file, code), e);
      case SQLITE_BUSY, SQLITE_LOCKED ->
          new StoreFailure(
              String.format(
                  Locale.ROOT,
                  "%s: another process has held it for %d s: look what it does, then --resume",
                  file,
                  BUSY_MILLISECONDS / 1_000),
              e);
      default -> new StoreFailure(String.format(Locale.ROOT, "%s: %s", file, e.getMessage()), e);
    };
  }
}
