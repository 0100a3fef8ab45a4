package dev.bottleneck.sweep.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Reached;
import dev.bottleneck.sweep.trial.Trial.Stage;
import dev.bottleneck.sweep.trial.TrialState;
import dev.bottleneck.sweep.trial.WorkerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** A trial as a row of the store. */
final class TrialRow {
  /** All that {@link #read} reads; conditions may follow. */
  static final String SELECT =
      """
      SELECT t.*,
        (SELECT max(e.epoch) FROM epochs e
          WHERE e.stage = t.stage AND e.number = t.number AND e.seed = t.first_seed) AS epoch,
        (SELECT e.validation_loss FROM epochs e
          WHERE e.stage = t.stage AND e.number = t.number AND e.seed = t.first_seed
          ORDER BY e.epoch DESC LIMIT 1) AS loss
      FROM trials t\
      """;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private TrialRow() {}

  /**
   * Reads a row.
   *
   * @throws IllegalArgumentException naming the row, if a sweep does not write such
   */
  static Trial read(ResultSet row) throws SQLException {
    String stage = row.getString("stage");
    long number = row.getLong("number");
    try {
      Trial trial = trial(row);
      requireWhole(trial);
      return trial;
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s trial %d: %s", stage, number, e.getMessage()), e);
    }
  }

  private static Trial trial(ResultSet row) throws SQLException {
    String measures = row.getString("measures");
    double value = row.getDouble("value");
    OptionalDouble known = row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    int epoch = whole(row.getLong("epoch"));
    return new Trial(
        Stage.valueOf(row.getString("stage").toUpperCase(Locale.ROOT)),
        whole(row.getLong("number")),
        TrialState.of(row.getString("state")),
        new Proposal(
            parse("genes", row.getString("genes"), new TypeReference<List<Double>>() {}),
            parse(
                "parameters",
                row.getString("parameters"),
                new TypeReference<LinkedHashMap<String, String>>() {})),
        row.getLong("first_seed"),
        measures == null
            ? Map.of()
            : parse(
                "measures", measures, new TypeReference<LinkedHashMap<String, List<Double>>>() {}),
        known,
        Optional.ofNullable(row.getString("error")),
        Optional.ofNullable(row.getString("worker")).map(WorkerId::parse),
        row.getLong("heartbeat"),
        row.getLong("dead_after"),
        whole(row.getLong("attempts")),
        whole(row.getLong("deaths")),
        row.getDouble("seconds"),
        epoch == 0 ? Reached.NOTHING : new Reached(epoch, row.getDouble("loss")));
  }

  /** What each state goes with. */
  private static void requireWhole(Trial trial) {
    require(!trial.is(TrialState.RUNNING) || trial.worker().isPresent(), "it runs nowhere");
    require(
        trial.proposal().genes().stream().allMatch(gene -> gene >= 0 && gene <= 1),
        "genes outside [0, 1]");
    require(
        trial.measures().values().stream().noneMatch(Collection::isEmpty), "a measure of no seed");
    if (trial.is(TrialState.COMPLETE)) {
      require(trial.value().isPresent(), "it is complete and has no value");
      require(Double.isFinite(trial.value().getAsDouble()), "its value is not finite");
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private static int whole(long number) {
    require(number >= 0, "a count below 0");
    return Math.toIntExact(number);
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
    if (value instanceof Map<?, ?> map) {
      map.values().forEach(TrialRow::requireNoNull);
    } else if (value instanceof List<?> list) {
      list.forEach(TrialRow::requireNoNull);
    } else {
      require(Objects.nonNull(value), "null");
    }
  }
}
