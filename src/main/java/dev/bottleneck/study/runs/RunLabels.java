package dev.bottleneck.study.runs;

import dev.bottleneck.runtime.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Short names for runs that are looked at together: what differs, such as "corruption 0.3", is a
 * better one than an id.
 */
public final class RunLabels {
  private static final int MOST_KEYS = 2;
  private static final int LONGEST_VALUE = 24;

  /** What says little of a run beside its other settings. */
  private static final Set<String> WEAK = Set.of("name", "experiment", "seeds", "quick");

  private RunLabels() {}

  /** One for each of {@code runs}, no two alike. */
  public static List<String> of(List<RecordedRun> runs) {
    Map<String, List<RecordedRun>> byName = new LinkedHashMap<>();
    for (RecordedRun run : runs) {
      byName.computeIfAbsent(run.configuration().name(), name -> new ArrayList<>()).add(run);
    }
    Map<RecordedRun, String> ofRun = new IdentityHashMap<>();
    byName.forEach((name, namesakes) -> name(name, namesakes, byName.size() > 1, ofRun));
    List<String> labels = runs.stream().map(ofRun::get).toList();
    labels = distinguished(labels, i -> runs.get(i).configuration().name());
    labels = distinguished(labels, i -> Printable.line(runs.get(i).shortId()));
    return distinguished(labels, i -> "run " + (i + 1)); // of copies below several folders
  }

  /**
   * By what they differ in, after the name where there are others; by the name where in nothing.
   */
  private static void name(
      String name, List<RecordedRun> namesakes, boolean several, Map<RecordedRun, String> labels) {
    List<SettingDifference> all = SettingDifference.ofSettings(namesakes);
    List<SettingDifference> strong =
        all.stream().filter(difference -> !WEAK.contains(difference.key())).toList();
    List<SettingDifference> told =
        (strong.isEmpty() ? all : strong).stream().limit(MOST_KEYS).toList();
    List<List<String>> values =
        told.stream().map(d -> Shortened.all(d.values(), LONGEST_VALUE)).toList();
    for (int run = 0; run < namesakes.size(); run++) {
      List<String> parts = new ArrayList<>();
      if (several || told.isEmpty()) {
        parts.add(name);
      }
      for (int i = 0; i < told.size(); i++) {
        parts.add(told.get(i).key() + " " + values.get(i).get(run));
      }
      labels.put(namesakes.get(run), String.join(", ", parts));
    }
  }

  /** With a mark in brackets where they are alike, unless they say it already. */
  private static List<String> distinguished(List<String> labels, IntFunction<String> mark) {
    Map<String, Integer> times = new HashMap<>();
    labels.forEach(label -> times.merge(label, 1, Integer::sum));
    List<String> distinct = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      boolean alike = times.get(label) > 1 && !label.equals(mark.apply(i));
      distinct.add(alike ? label + " (" + mark.apply(i) + ")" : label);
    }
    return distinct;
  }
}
