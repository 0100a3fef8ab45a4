package dev.bottleneck.jobs;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/** A real PostgreSQL server on the loopback, one for all tests of a process. */
public final class Postgres {
  private static final AtomicInteger PLACES = new AtomicInteger();
  private static EmbeddedPostgres server;

  private Postgres() {}

  private static synchronized EmbeddedPostgres server() {
    Assumptions.assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "the tests bring a PostgreSQL server for linux-x86_64 alone");
    if (server == null) {
      try {
        server = EmbeddedPostgres.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return server;
  }

  /** The address of its database, as {@code --store} takes it. */
  public static String url() {
    return server().getJdbcUrl("postgres", "postgres").replaceAll("&?password=[^&]*", "");
  }

  /** Where no store is yet. */
  public static StorePlace somewhere() {
    return StorePlace.database(url(), "toy " + PLACES.incrementAndGet());
  }
}
