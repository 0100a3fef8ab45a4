package dev.bottleneck.sweep.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.jobs.Changes;
import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.StoredJob;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Reached;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** A trial as a row of the store: its task is the proposal, its result are the measures. */
final class TrialRow {
  /** All that {@link #read} reads; conditions may follow. */
  static final String SELECT = "SELECT t.*, " + Changes.REACHED + " FROM jobs t";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private record Task(List<Double> genes, Map<String, String> parameters) {}

  private TrialRow() {}

  /**
   * Reads a row.
   *
   * @throws IllegalArgumentException naming the row, if a sweep does not write such
   */
  static Trial read(ResultSet row) throws SQLException {
    return of(StoredJob.read(row), row.getLong("epoch"), row.getDouble("loss"));
  }

  private static Trial of(StoredJob job, long epoch, double loss) {
    try {
      Task task = parse("task", job.task(), new TypeReference<Task>() {});
      Trial trial =
          new Trial(
              job,
              new Proposal(task.genes(), task.parameters()),
              job.result().isEmpty() ? Map.of() : measures(job.result().get()),
              reached(epoch, loss));
      requireWhole(trial);
      return trial;
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s trial %d: %s", job.stage(), job.number(), e.getMessage()),
          e);
    }
  }

  /**
   * Reads a task.
   *
   * @throws IllegalArgumentException naming the trial, if a sweep does not write such
   */
  static Proposal proposal(int number, String task) {
    try {
      Task read = parse("task", task, new TypeReference<Task>() {});
      return new Proposal(read.genes(), read.parameters());
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("search trial " + number + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, List<Double>> measures(String result) {
    return parse("result", result, new TypeReference<LinkedHashMap<String, List<Double>>>() {});
  }

  /**
   * Reads a result.
   *
   * @throws IllegalArgumentException naming the trial, if a sweep does not write such
   */
  static Map<String, List<Double>> measures(String trial, String result) {
    try {
      require(result != null, "it has no result");
      return measures(result);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(trial + ": " + e.getMessage(), e);
    }
  }

  /** A task that is to be written. */
  static String task(Proposal proposal) {
    return json(new Task(proposal.genes(), proposal.parameters()));
  }

  /**
   * How far a training came.
   *
   * @throws IllegalArgumentException if none comes so far
   */
  static Reached reached(long epoch, double loss) {
    require(epoch >= 0, "an epoch below 0");
    return epoch == 0 ? Reached.NOTHING : new Reached(Math.toIntExact(epoch), loss);
  }

  private static void requireWhole(Trial trial) {
    trial.stage();
    require(
        trial.proposal().genes().stream().allMatch(gene -> gene >= 0 && gene <= 1),
        "genes outside [0, 1]");
    require(
        trial.measures().values().stream().noneMatch(Collection::isEmpty), "a measure of no seed");
    require(!trial.is(JobState.COMPLETE) || trial.value().isPresent(), "it has no value");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** Plain values as JSON. */
  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values that cannot be written as JSON", e);
    }
  }

  private static <T> T parse(String key, String text, TypeReference<T> type) {
    try {
      T value = JSON.readValue(text, type);
      requireNoNull(value);
      return value;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalArgumentException(key + " is " + text, e);
    }
  }

  private static void requireNoNull(Object value) {
    if (value instanceof Task task) {
      requireNoNull(task.genes());
      requireNoNull(task.parameters());
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(TrialRow::requireNoNull);
    } else if (value instanceof List<?> list) {
      list.forEach(TrialRow::requireNoNull);
    } else {
      require(Objects.nonNull(value), "null");
    }
  }
}
