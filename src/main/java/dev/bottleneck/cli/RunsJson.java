package dev.bottleneck.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.RunOverview;
import dev.bottleneck.RunSummary;
import dev.bottleneck.Runs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs for programs; what is no number is null. */
final class RunsJson {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private RunsJson() {}

  static String of(Runs runs) {
    Map<String, Object> map = new LinkedHashMap<>();
    Runs.Listing listing = runs.listing();
    map.put("runs", listing.runs().stream().map(RunsJson::described).toList());
    map.put("unreadable", listing.unreadable());
    return text(map);
  }

  static String of(RunOverview run) {
    return text(described(run));
  }

  static String of(Runs.Ranking ranking) {
    List<Object> places = new ArrayList<>();
    for (Runs.Place place : ranking.places()) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("folder", place.run().folder().toString());
      map.put("label", place.label());
      map.put("arm", place.arm());
      map.put("seeds", place.seeds());
      map.put("asked", place.asked());
      map.put("failed", place.failed());
      map.put("state", place.state());
      map.putAll(described(place.measure()));
      places.add(map);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("places", places);
    map.put("notes", ranking.notes());
    return text(map);
  }

  private static Map<String, Object> described(RunOverview run) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", run.id());
    map.put("experiment", run.name());
    map.put("folder", run.folder().toString());
    map.put("started", run.started().map(Instant::toString).orElse(null));
    map.put("state", run.state());
    map.put("networksEnded", run.ended());
    map.put("networksAsked", run.asked());
    map.put("measuredOn", run.part().name().toLowerCase(Locale.ROOT));
    map.put("metric", run.metric());
    map.put("changed", run.changed().orElse(null));
    Map<String, Object> arms = new LinkedHashMap<>();
    for (RunSummary.Arm arm : run.arms()) {
      Map<String, Object> measures = new LinkedHashMap<>();
      arm.measures().forEach((name, of) -> measures.put(name, described(of)));
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("seeds", arm.seeds());
      told.put("measures", measures);
      arms.put(arm.key(), told);
    }
    map.put("arms", arms);
    return map;
  }

  private static Map<String, Object> described(RunSummary.Distribution of) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("mean", orNull(of.mean()));
    map.put("lower95", orNull(of.lower95()));
    map.put("upper95", orNull(of.upper95()));
    map.put("median", orNull(of.median()));
    map.put("standardDeviation", orNull(of.standardDeviation()));
    return map;
  }

  private static Double orNull(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static String text(Object content) {
    try {
      return JSON.writeValueAsString(content) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values that cannot be written as JSON", e);
    }
  }
}
