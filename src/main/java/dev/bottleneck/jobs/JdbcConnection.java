package dev.bottleneck.jobs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the connections to all kinds of databases have in common. */
abstract class JdbcConnection implements StoreConnection {
  private final StorePlace place;
  private Connection connection;
  private boolean isWithin;

  /**
   * @param place what failures name
   */
  JdbcConnection(StorePlace place, Connection connection) {
    this.place = place;
    this.connection = connection;
  }

  final StorePlace place() {
    return place;
  }

  /** Goes on with another one. */
  final void replace(Connection another) {
    connection = another;
  }

  /** Has a transaction that was just begun be alone. */
  abstract void beAlone(Connection with) throws SQLException;

  /** What went wrong, in a line. */
  abstract StoreFailure explain(SQLException e);

  @Override
  public synchronized <T> T transaction(Work<T> work) {
    try {
      if (isWithin) {
        return work.run();
      }
      connection.setAutoCommit(false);
      isWithin = true;
      T result;
      try {
        beAlone(connection);
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
      throw explain(e);
    }
  }

  final boolean isWithin() {
    return isWithin;
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

  @Override
  public synchronized int update(String sql, Object... values) {
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw explain(e);
    }
  }

  @Override
  public synchronized <T> List<T> query(Row<T> row, String sql, Object... values) {
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet found = statement.executeQuery()) {
      List<T> rows = new ArrayList<>();
      while (found.next()) {
        rows.add(row.read(found));
      }
      return rows;
    } catch (SQLException e) {
      throw explain(e);
    } catch (IllegalArgumentException e) {
      throw StoreFailure.damaged(place, e.getMessage(), e);
    }
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
      throw explain(e);
    }
  }
}
