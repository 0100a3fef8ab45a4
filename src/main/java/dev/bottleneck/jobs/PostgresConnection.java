package dev.bottleneck.jobs;

import dev.bottleneck.runtime.Interrupted;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema of a PostgreSQL database, which processes of any machine use.
 *
 * <p>Transactions of one schema come one after the other, by an advisory lock. A connection that is
 * lost, since the server was started anew or the network failed, is made again for a while; what
 * was under way is done again, and may have happened already.
 */
final class PostgresConnection extends JdbcConnection {
  private static final Logger log = LoggerFactory.getLogger(PostgresConnection.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** How long a process is mute that waits for its turn: far less than it takes to be given up. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private static final Duration BREAK = Duration.ofMillis(10);

  /** The code "lock not available". */
  private static final String NOT_YET = "55P03";

  /** The code "cannot connect now", of a server that is starting or recovers. */
  private static final String STARTING = "57P03";

  /**
   * The code of the driver's own for a login that was not taken, such as one without a password.
   */
  private static final String REJECTED = "08004";

  /** The code "too many connections". */
  private static final String FULL = "53300";

  private final StoreDatabase database;
  private final Duration patience;
  private final Time time;
  private long losses;

  /**
   * Connects.
   *
   * @param patience how long a lost connection is tried again, and the first to a server that is
   *     starting, or to any that {@code database} is to be awaited on
   * @throws StoreFailure if the database cannot be reached
   */
  PostgresConnection(StoreDatabase database, Duration patience, Time time) {
    super(database, connectFirst(database, patience, time));
    this.database = database;
    this.patience = patience;
    this.time = time;
  }

  /** A server that nobody has reached yet may not be there at all, but for who waits for it. */
  private static Connection connectFirst(StoreDatabase database, Duration patience, Time time) {
    if (database.isAwaited()) {
      return connect(database, failure -> true, patience, time);
    }
    try {
      return connect(database, PostgresConnection::isStarting, patience, time);
    } catch (Unreachable e) {
      throw new StoreFailure(e.getMessage(), e);
    }
  }

  private static boolean isStarting(Unreachable failure) {
    return failure.getCause() instanceof SQLException cause && STARTING.equals(cause.getSQLState());
  }

  /**
   * @param again of which failures it is tried again
   */
  private static Connection connect(
      StoreDatabase database, Predicate<Unreachable> again, Duration patience, Time time) {
    long begun = time.nanoTime();
    boolean told = false;
    while (true) {
      StoreFailure failure;
      try {
        return database.connect();
      } catch (SQLException e) {
        failure = failure(database, e);
      }
      boolean isToBeTried = failure instanceof Unreachable its && again.test(its);
      if (!isToBeTried || time.nanoTime() - begun >= patience.toNanos()) {
        throw failure;
      }
      if (!told) {
        log.warn("{}; it is tried again for {} s", failure.getMessage(), patience.toSeconds());
        told = true;
      }
      try {
        time.pause(PAUSE);
      } catch (InterruptedException e) {
        throw new Interrupted();
      }
    }
  }

  @Override
  void beAlone(Connection with) throws SQLException {
    try (PreparedStatement lock =
        with.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")) {
      lock.setString(1, database.schema());
      lock.execute();
    }
  }

  /**
   * Whoever waits is woken by the server in its turn: dozens that ask again and again keep it busy.
   * Now and then it stops waiting for a moment, so that the other threads of the process, which
   * have to say that they are alive, can use the connection.
   */
  @Override
  public <T> T inTurn(Supplier<T> work) {
    String key = database.schema() + " in turn";
    while (!takesTurn(key)) {
      try {
        time.pause(BREAK);
      } catch (InterruptedException e) {
        throw new Interrupted();
      }
    }
    try {
      return work.get();
    } finally {
      // Gone already with a connection that was lost.
      query(row -> null, "SELECT pg_advisory_unlock(hashtextextended(?, 0))", key);
    }
  }

  /** Whether it was its turn before long. */
  private synchronized boolean takesTurn(String key) {
    setLockTimeout(LONGEST_WAIT);
    try {
      query(row -> null, "SELECT pg_advisory_lock(hashtextextended(?, 0))", key);
      return true;
    } catch (StoreFailure e) {
      if (e.getCause() instanceof SQLException cause && NOT_YET.equals(cause.getSQLState())) {
        return false;
      }
      throw e;
    } finally {
      setLockTimeout(Duration.ZERO);
    }
  }

  /**
   * @param longest after which whoever waits for a lock has failed; of zero never
   */
  private void setLockTimeout(Duration longest) {
    query(
        row -> null,
        "SELECT set_config('lock_timeout', ?, false)",
        Long.toString(longest.toMillis()));
  }

  @Override
  public String takingAlone() {
    return " FOR UPDATE SKIP LOCKED";
  }

  @Override
  public synchronized long losses() {
    return losses;
  }

  @Override
  public synchronized <T> T transaction(Work<T> work) {
    return patiently(() -> super.transaction(work));
  }

  @Override
  public synchronized int update(String sql, Object... values) {
    return patiently(() -> super.update(sql, values));
  }

  @Override
  public synchronized <T> List<T> query(Row<T> row, String sql, Object... values) {
    return patiently(() -> super.query(row, sql, values));
  }

  private <T> T patiently(Supplier<T> what) {
    if (isWithin()) {
      return what.get(); // the transaction is tried again, as a whole
    }
    while (true) {
      try {
        return what.get();
      } catch (Unreachable e) {
        connectAgain(e);
      }
    }
  }

  private void connectAgain(Unreachable why) {
    log.warn("{}; it is tried again", why.getMessage());
    losses++;
    replace(connect(database, e -> true, patience, time));
  }

  @Override
  StoreFailure explain(SQLException e) {
    return failure(database, e);
  }

  /** By the class of the error's code: appendix A of PostgreSQL's manual. */
  private static StoreFailure failure(StoreDatabase database, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String said = StoreFailure.printable(String.valueOf(e.getMessage())).replaceAll("[.]$", "");
    if (state.startsWith("28") || state.equals(REJECTED) && said.contains("authentication")) {
      return new StoreFailure(
          "%s: %s: name a user by PGUSER or ?user=, and the password by PGPASSWORD or PGPASSFILE"
              .formatted(database, said),
          e);
    }
    if (state.startsWith("08") || state.equals(FULL) || state.startsWith("57P0")) {
      return new Unreachable(
          "%s: cannot be reached (%s): is the server up, and the address right? Then --resume; what had finished is kept"
              .formatted(database, said),
          e);
    }
    if (state.startsWith("53")) {
      return new StoreFailure(
          "%s: %s: make room there and go on with --resume; what had finished is kept"
              .formatted(database, said),
          e);
    }
    if (state.startsWith("23") || state.startsWith("42P01")) {
      return StoreFailure.damaged(database, said, e);
    }
    return new StoreFailure(database + ": " + said, e);
  }
}
