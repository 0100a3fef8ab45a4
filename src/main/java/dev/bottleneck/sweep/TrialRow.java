package dev.bottleneck.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.sweep.Trial.Stage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A trial as a row of the store. */
final class TrialRow {
  private static final JsonMapper JSON = new JsonMapper();

  private TrialRow() {}

  static Trial read(ResultSet row) throws SQLException {
    String measures = row.getString("measures");
    double value = row.getDouble("value");
    OptionalDouble known = row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    return new Trial(
        Stage.valueOf(row.getString("stage").toUpperCase(Locale.ROOT)),
        row.getInt("number"),
        TrialState.of(row.getString("state")),
        new Proposal(
            parse(row.getString("genes"), new TypeReference<>() {}),
            parse(
                row.getString("parameters"),
                new TypeReference<LinkedHashMap<String, String>>() {})),
        row.getLong("first_seed"),
        measures == null
            ? Map.of()
            : parse(measures, new TypeReference<LinkedHashMap<String, List<Double>>>() {}),
        known,
        Optional.ofNullable(row.getString("error")),
        Optional.ofNullable(row.getString("worker")).map(WorkerId::parse),
        row.getLong("heartbeat"),
        row.getInt("attempts"),
        row.getDouble("seconds"));
  }

  /** Plain values as JSON. */
  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values that cannot be written as JSON", e);
    }
  }

  private static <T> T parse(String text, TypeReference<T> type) {
    try {
      return JSON.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a store that holds no JSON where it should: " + text, e);
    }
  }
}
