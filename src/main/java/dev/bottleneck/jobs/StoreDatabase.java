package dev.bottleneck.jobs;

import dev.bottleneck.runtime.UserError;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * A store in a PostgreSQL database, in a schema of its own.
 *
 * @param url as JDBC takes it, such as {@code jdbc:postgresql://host/database}; the user may stand
 *     there or in {@code PGUSER}, the password in {@code PGPASSWORD} or the file {@code PGPASSFILE}
 * @param name of what is stored
 * @param isAwaited whether a server that is not there yet is waited for
 */
record StoreDatabase(String url, String name, boolean isAwaited) implements StorePlace {
  private static final String DRIVER = "jdbc:postgresql:";
  private static final String SCHEMA = "bottleneck ";
  private static final Pattern PASSWORD = Pattern.compile("[?&](password|sslpassword)=");

  /** Of a name of PostgreSQL's. */
  private static final int MOST_BYTES = 63;

  /** For a server that is started anew, or a network that fails. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** In seconds: connecting, and an answer. */
  private static final String WRITTEN_BEFORE_IT_IS_SAID =
      "SELECT set_config('synchronous_commit', 'on', false)"
          + " WHERE current_setting('synchronous_commit') = 'off'";

  private static final String CONNECT_TIMEOUT = "10";

  private static final String ANSWER_TIMEOUT = "120";

  /**
   * Checks both.
   *
   * @throws UserError naming what would be right
   */
  StoreDatabase {
    if (!url.startsWith(DRIVER)) {
      throw new UserError(
          "--store is %s: it must be one such as jdbc:postgresql://host/database"
              .formatted(printable(url)));
    }
    if (PASSWORD.matcher(url).find()) {
      // Not shown: others see what a process was called with.
      throw new UserError(
          "--store has a password in it, which others can read: give it by PGPASSWORD or a"
              + " PGPASSFILE");
    }
    if ((SCHEMA + name).getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw new UserError(
          "name is %s: %d bytes at the most with --store"
              .formatted(printable(name), MOST_BYTES - SCHEMA.length()));
    }
  }

  private static String printable(String text) {
    return StoreFailure.printable(text);
  }

  String schema() {
    return SCHEMA + name;
  }

  private String quotedSchema() {
    return '"' + schema().replace("\"", "\"\"") + '"';
  }

  /**
   * A connection that finds the schema's tables, if there are any, and on which nothing that was
   * said to be stored is lost with the server: some databases are set to answer before it is
   * written.
   */
  Connection connect() throws SQLException {
    Properties properties = new Properties();
    property(properties, "user", System.getenv("PGUSER"));
    property(properties, "password", System.getenv("PGPASSWORD"));
    properties.setProperty("ApplicationName", "bottleneck");
    properties.setProperty("connectTimeout", CONNECT_TIMEOUT);
    properties.setProperty("socketTimeout", ANSWER_TIMEOUT);
    properties.setProperty("tcpKeepAlive", "true");
    Connection connection = DriverManager.getConnection(url, properties);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET search_path TO " + quotedSchema());
      statement.execute(WRITTEN_BEFORE_IT_IS_SAID);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static void property(Properties properties, String key, String value) {
    if (value != null) {
      properties.setProperty(key, value);
    }
  }

  private PostgresConnection connection() {
    return new PostgresConnection(this, PATIENCE, Time.SYSTEM);
  }

  @Override
  public boolean exists() {
    try (StoreConnection store = connection()) {
      return exists(store);
    }
  }

  private boolean exists(StoreConnection store) {
    return store.number("SELECT count(*) FROM pg_namespace WHERE nspname = ?", schema()) > 0;
  }

  @Override
  public void create(Map<String, String> identity) {
    try (StoreConnection store = connection()) {
      store.transaction(
          () -> {
            if (!exists(store)) {
              fill(store, identity);
            }
            return null;
          });
    }
  }

  private void fill(StoreConnection store, Map<String, String> identity) {
    store.update("CREATE SCHEMA " + quotedSchema());
    store.update("CREATE TABLE format (version BIGINT NOT NULL)");
    store.update("INSERT INTO format VALUES (?)", StoreTables.VERSION);
    StoreTables.POSTGRES.forEach(store::update);
    StoreTables.putIdentity(store, identity);
  }

  @Override
  public StoreConnection open() {
    StoreConnection store = connection();
    try {
      if (!exists(store)) {
        throw new UserError(this + ": there is no such schema: nothing was begun there");
      }
      StoreTables.requireVersion(this, store.number("SELECT version FROM format"));
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  @Override
  public StoreConnection read() {
    return open();
  }

  @Override
  public void remove() {
    try (StoreConnection store = connection()) {
      store.update("DROP SCHEMA IF EXISTS " + quotedSchema() + " CASCADE");
    }
  }

  @Override
  public String otherPlace() {
    return "give another database with --store, or the sweep another name";
  }

  @Override
  public String toString() {
    return url.replaceAll("\\?.*", "") + ", schema \"" + schema() + "\"";
  }
}
