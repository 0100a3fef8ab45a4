package dev.bottleneck.jobs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;

/**
 * A database that holds jobs, used by one thread at a time of this process and by others beside it;
 * each failure becomes one line that names where it is.
 *
 * <p>Statements are written so that all kinds of databases take them; where one alone needs a word
 * more, it says so.
 */
public interface StoreConnection extends AutoCloseable {
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

  /**
   * Runs {@code work}: all of it happens, or none, and no other transaction comes in between;
   * within another transaction, as a part of it. It may run more than once, of which once counts.
   */
  <T> T transaction(Work<T> work);

  /** One statement that changes something; returns how many rows it changed. */
  int update(String sql, Object... values);

  /**
   * The rows that a statement gives.
   *
   * @throws StoreFailure if the store cannot be read, or {@code row} refuses one
   */
  <T> List<T> query(Row<T> row, String sql, Object... values);

  /** The number that {@code sql} gives. */
  default long number(String sql, Object... values) {
    return query(row -> row.getLong(1), sql, values).get(0);
  }

  /** Does what one process after the other does, outside any transaction. */
  default <T> T inTurn(Supplier<T> work) {
    return work.get();
  }

  /** How often it was lost and made again; what was under way then may have happened or not. */
  default long losses() {
    return 0;
  }

  /**
   * Ends a subquery that takes a row for itself alone: rows that others are taking are left out.
   */
  String takingAlone();

  @Override
  void close();
}
