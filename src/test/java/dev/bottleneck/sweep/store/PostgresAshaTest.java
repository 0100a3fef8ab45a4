package dev.bottleneck.sweep.store;

import dev.bottleneck.jobs.Postgres;
import dev.bottleneck.jobs.StorePlace;

/** ASHA with the trials in a PostgreSQL database. */
class PostgresAshaTest extends AshaContract {
  @Override
  StorePlace somewhere() {
    return Postgres.somewhere();
  }
}
