package dev.bottleneck.jobs;

import dev.bottleneck.data.Sha256;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * A job as the store has it.
 *
 * @param stage what it is for; jobs of one stage are counted together
 * @param number from 0 within its stage
 * @param task what is to be trained, in the words of whoever planned it
 * @param seed its first
 * @param result of one that ended, in the words of whoever carried it out
 * @param value of a complete one, where it is one of many that compete
 * @param error of a failed one, in a line; of a pruned one, why
 * @param worker who has it or had it last
 * @param gpu what people know that worker's GPU by, if it has one and has told
 * @param begun when that worker began it, in milliseconds since 1970 by its clock
 * @param heartbeat greater at each of that worker's heartbeats: milliseconds since 1970, where its
 *     clock was not set back
 * @param deadAfter for how many milliseconds that worker may be silent before it counts as dead
 * @param attempts how often it was begun
 * @param deaths how many of its workers died at it, since it was last retried or a state of it kept
 * @param seconds of its last attempt, and of those before that it went on from once it had ended
 */
public record StoredJob(
    String stage,
    int number,
    JobState state,
    String task,
    long seed,
    Optional<String> result,
    OptionalDouble value,
    Optional<String> error,
    Optional<WorkerId> worker,
    Optional<String> gpu,
    long begun,
    long heartbeat,
    long deadAfter,
    int attempts,
    int deaths,
    double seconds) {

  /**
   * How a job ended.
   *
   * @param result in the words of whoever carried it out; null if there is nothing to say
   * @param value null of one that competes with none
   * @param error in a line; null of a complete one
   */
  public record Ending(JobState state, String result, Double value, String error) {
    public static Ending complete(String result) {
      return new Ending(JobState.COMPLETE, result, null, null);
    }

    public static Ending complete(String result, double value) {
      return new Ending(JobState.COMPLETE, result, value, null);
    }

    public static Ending failed(String why) {
      return failed(why, null);
    }

    /**
     * @param known what is known of it all the same; null for nothing
     */
    public static Ending failed(String why, String known) {
      return new Ending(JobState.FAILED, known, null, why);
    }

    public static Ending pruned(String why) {
      return new Ending(JobState.PRUNED, null, null, why);
    }
  }

  /**
   * Reads a row of the store, with all its columns.
   *
   * @throws IllegalArgumentException naming the row, if no store has such
   */
  public static StoredJob read(ResultSet row) throws SQLException {
    String name = row.getString("stage") + " job " + row.getLong("number");
    try {
      double value = row.getDouble("value");
      OptionalDouble known = row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
      StoredJob job =
          new StoredJob(
              row.getString("stage"),
              count(row.getLong("number")),
              JobState.of(row.getString("state")),
              row.getString("task"),
              row.getLong("seed"),
              Optional.ofNullable(row.getString("result")),
              known,
              Optional.ofNullable(row.getString("error")),
              Optional.ofNullable(row.getString("worker")).map(WorkerId::parse),
              Optional.ofNullable(row.getString("gpu")),
              row.getLong("begun"),
              row.getLong("heartbeat"),
              row.getLong("dead_after"),
              count(row.getLong("attempts")),
              count(row.getLong("deaths")),
              row.getDouble("seconds"));
      job.requireWhole(row.getString("sha256"));
      return job;
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  private static int count(long number) {
    require(number >= 0, "a count below 0");
    return Math.toIntExact(number);
  }

  private void requireWhole(String sha256) {
    require(state != JobState.RUNNING || worker.isPresent(), "it runs nowhere");
    require(state != JobState.COMPLETE || result.isPresent(), "it is complete and has no result");
    require(value.isEmpty() || Double.isFinite(value.getAsDouble()), "its value is not finite");
    require(
        !state.ended() || hash().equals(sha256), "its content is not what was written at its end");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** SHA-256 of what does not change once the job has ended. */
  String hash() {
    return hash(
        stage,
        number,
        state.toString(),
        task,
        seed,
        result.orElse(null),
        value.isPresent() ? value.getAsDouble() : null,
        error.orElse(null));
  }

  static String hash(Object... parts) {
    return Sha256.of(
        Arrays.stream(parts)
            .map(String::valueOf)
            .collect(Collectors.joining("\n"))
            .getBytes(StandardCharsets.UTF_8));
  }

  /** The same as it ended. */
  StoredJob ended(Ending how, double took) {
    return new StoredJob(
        stage,
        number,
        how.state(),
        task,
        seed,
        Optional.ofNullable(how.result()),
        how.value() == null ? OptionalDouble.empty() : OptionalDouble.of(how.value()),
        Optional.ofNullable(how.error()),
        worker,
        gpu,
        begun,
        heartbeat,
        deadAfter,
        attempts,
        deaths,
        took);
  }

  public boolean is(JobState wanted) {
    return state == wanted;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s job %d", stage, number);
  }
}
