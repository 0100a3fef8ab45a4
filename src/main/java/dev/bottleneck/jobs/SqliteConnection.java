package dev.bottleneck.jobs;

import dev.bottleneck.runtime.UserFolders;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** An SQLite file in write-ahead mode, which other processes of the same machine use beside it. */
final class SqliteConnection extends JdbcConnection {
  /** Another process's transaction takes milliseconds; a disk may stall for longer. */
  private static final int BUSY_MILLISECONDS = 60_000;

  private final Runnable atClose;

  private SqliteConnection(StorePlace file, Connection connection, Runnable atClose) {
    super(file, connection);
    this.atClose = atClose;
  }

  /**
   * Opens {@code file}, or makes an empty one; changes nothing yet.
   *
   * @throws StoreFailure if it cannot be opened
   */
  static SqliteConnection open(Path file) {
    return connect(StorePlace.file(file), file.toString(), new SQLiteConfig(), () -> {});
  }

  /**
   * Opens {@code file} to read it, and leaves it as it is.
   *
   * @throws StoreFailure if it cannot be opened
   */
  static SqliteConnection reading(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    return connect(StorePlace.file(file), file.toString(), config, () -> {});
  }

  /** An empty database in memory. */
  static SqliteConnection inMemory() {
    return connect(StorePlace.file(Path.of("memory")), ":memory:", new SQLiteConfig(), () -> {});
  }

  /**
   * Opens {@code copy} in place of {@code file}, which failures name.
   *
   * @param atClose done when the connection is closed
   */
  static SqliteConnection standIn(Path file, Path copy, Runnable atClose) {
    return connect(StorePlace.file(file), copy.toString(), new SQLiteConfig(), atClose);
  }

  private static SqliteConnection connect(
      StorePlace file, String database, SQLiteConfig config, Runnable atClose) {
    config.setBusyTimeout(BUSY_MILLISECONDS);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    // A transaction that began by reading could be refused its writing.
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    // Its library is unpacked there, and gone with this process, however that ends.
    System.setProperty("org.sqlite.tmpdir", UserFolders.temporary().toString());
    try {
      return new SqliteConnection(
          file, config.createConnection("jdbc:sqlite:" + database), atClose);
    } catch (SQLException e) {
      throw explain(file, e);
    }
  }

  /** It is from its beginning. */
  @Override
  void beAlone(Connection with) {}

  /** A statement is alone. */
  @Override
  public String takingAlone() {
    return "";
  }

  @Override
  public synchronized void close() {
    try {
      super.close();
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

  @Override
  StoreFailure explain(SQLException e) {
    return explain(place(), e);
  }

  private static StoreFailure explain(StorePlace file, SQLException e) {
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

  private static StoreFailure failure(StorePlace file, String what, SQLException e) {
    return new StoreFailure(file + ": " + what, e);
  }
}
