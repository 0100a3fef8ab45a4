package dev.bottleneck.jobs;

import java.nio.file.Path;

/** A store as an SQLite file, to be damaged. */
public final class RawStore {
  private RawStore() {}

  /** Opens {@code file}, or makes an empty one. */
  public static StoreConnection open(Path file) {
    return SqliteConnection.open(file);
  }

  /** Has what the jobs that ended say count as what was written at their end. */
  public static void sign(Path file) {
    try (StoreConnection store = open(file)) {
      record Row(String stage, long number, String hash) {}
      store
          .query(
              row ->
                  new Row(
                      row.getString("stage"),
                      row.getLong("number"),
                      StoredJob.hash(
                          row.getString("stage"),
                          row.getLong("number"),
                          row.getString("state"),
                          row.getString("task"),
                          row.getLong("seed"),
                          row.getString("result"),
                          row.getObject("value") == null ? null : row.getDouble("value"),
                          row.getString("error"))),
              "SELECT * FROM jobs")
          .forEach(
              row ->
                  store.update(
                      "UPDATE jobs SET sha256 = ? WHERE stage = ? AND number = ?",
                      row.hash(),
                      row.stage(),
                      row.number()));
    }
  }
}
