package dev.bottleneck.sweep.store;

import dev.bottleneck.jobs.Postgres;
import dev.bottleneck.jobs.StorePlace;

/** The trials in a PostgreSQL database. */
class PostgresOwnersTest extends OwnersContract {
  @Override
  StorePlace somewhere() {
    return Postgres.somewhere();
  }
}
