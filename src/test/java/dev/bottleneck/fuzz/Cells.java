package dev.bottleneck.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.SplittableRandom;

/** Changes what an SQLite database holds, by SQL: its pages stay sound. */
final class Cells {
  private static final List<String> SCHEMA =
      List.of(
          "CREATE TRIGGER t AFTER UPDATE ON jobs BEGIN DELETE FROM epochs; END",
          "CREATE TRIGGER t AFTER UPDATE ON jobs BEGIN SELECT load_extension('x'); END",
          "CREATE VIEW v AS SELECT * FROM jobs",
          "CREATE TABLE more (x)",
          "CREATE INDEX more ON jobs (seconds)",
          "CREATE INDEX more ON jobs (seconds) WHERE abs(seconds) > 0",
          "DROP TABLE epochs",
          "DROP INDEX jobs_by_end",
          "ALTER TABLE jobs ADD COLUMN more TEXT",
          "ALTER TABLE jobs RENAME COLUMN error TO mistake",
          "CREATE VIRTUAL TABLE f USING fts5(x)",
          "PRAGMA user_version = 77",
          "PRAGMA application_id = 0",
          "DELETE FROM identity",
          "DELETE FROM jobs WHERE number = 1",
          "DELETE FROM jobs",
          "DELETE FROM changes",
          "DELETE FROM changes WHERE sequence = 2",
          "INSERT INTO changes SELECT sequence + 100, stage, number, state, value, epoch, loss,"
              + " seconds, clock FROM changes",
          "DELETE FROM rungs WHERE sequence = 1",
          "INSERT INTO rungs SELECT sequence + 100, number, epoch, loss + 1 FROM rungs",
          "UPDATE jobs SET stage = 'final' WHERE number = 0",
          "UPDATE jobs SET number = number + 1000000",
          "INSERT INTO epochs SELECT stage, number, seed, epoch + 100, phase, 9e999 FROM epochs");

  private static final List<String> JOBS =
      List.of(
          "stage",
          "number",
          "state",
          "task",
          "seed",
          "result",
          "value",
          "error",
          "sha256",
          "worker",
          "gpu",
          "begun",
          "heartbeat",
          "dead_after",
          "attempts",
          "deaths",
          "seconds",
          "ended",
          "seen");

  private static final List<String> CHANGES =
      List.of("sequence", "stage", "number", "state", "value", "epoch", "loss", "seconds", "clock");

  private static final List<String> EPOCHS =
      List.of("stage", "number", "seed", "epoch", "phase", "validation_loss");

  private static final List<String> WANTED = List.of("key", "value");

  private static final List<String> RUNGS = List.of("sequence", "number", "epoch", "loss");

  private static final int MOST_TRIES = 30;

  private Cells() {}

  static byte[] mutated(byte[] content, byte[] other, SplittableRandom random) throws IOException {
    Path file = Files.createTempFile("cells", ".sqlite");
    try {
      Files.write(file, content);
      try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file)) {
        execute(database, "PRAGMA synchronous = OFF");
        execute(database, "PRAGMA journal_mode = DELETE");
        // A cell may hold what its table's CHECK forbids: a file is bytes.
        execute(database, "PRAGMA ignore_check_constraints = 1");
        int wanted = 1 + random.nextInt(3);
        for (int tries = 0; wanted > 0 && tries < MOST_TRIES; tries++) {
          wanted -= isTaken(database, random) ? 1 : 0;
        }
        execute(database, "PRAGMA journal_mode = WAL");
      }
      return Files.readAllBytes(file);
    } catch (SQLException e) {
      throw new IOException(e);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static void execute(Connection database, String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Makes a change; SQLite itself does not take all of them, such as a text for a number. */
  private static boolean isTaken(Connection database, SplittableRandom random) {
    int kind = random.nextInt(11);
    try (PreparedStatement statement = database.prepareStatement(sql(kind, random))) {
      if (kind > 0) {
        statement.setObject(1, value(random));
      }
      return statement.executeUpdate() >= 0;
    } catch (SQLException e) {
      return false;
    }
  }

  private static String sql(int kind, SplittableRandom random) {
    return switch (kind) {
      case 0 -> SCHEMA.get(random.nextInt(SCHEMA.size()));
      case 1 ->
          "UPDATE identity SET value = ? WHERE key = (SELECT key FROM identity LIMIT 1 OFFSET "
              + random.nextInt(4)
              + ")";
      case 2 -> "UPDATE epochs SET " + EPOCHS.get(random.nextInt(EPOCHS.size())) + " = ?";
      case 3 ->
          "UPDATE changes SET "
              + CHANGES.get(random.nextInt(CHANGES.size()))
              + " = ? WHERE sequence "
              + (random.nextBoolean() ? "= " + random.nextInt(8) : ">= 0");
      case 4 -> "UPDATE rungs SET " + RUNGS.get(random.nextInt(RUNGS.size())) + " = ?";
      case 5 -> "UPDATE wanted SET " + WANTED.get(random.nextInt(WANTED.size())) + " = ?";
      default ->
          "UPDATE jobs SET "
              + JOBS.get(random.nextInt(JOBS.size()))
              + " = ? WHERE number "
              + (random.nextBoolean() ? "= " + random.nextInt(8) : ">= 0");
    };
  }

  private static Object value(SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> null;
      case 1 -> (long) Double.parseDouble(Hostile.number(random).replaceAll("[._x].*", "0"));
      case 2 -> random.nextLong();
      case 3 -> random.nextBoolean() ? Double.POSITIVE_INFINITY : -1e308;
      case 4 ->
          "{\"code\": " + Hostile.number(random) + ", \"loss\": [" + Hostile.number(random) + "]}";
      default -> Hostile.text(random);
    };
  }
}
