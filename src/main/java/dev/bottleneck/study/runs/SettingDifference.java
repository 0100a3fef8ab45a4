package dev.bottleneck.study.runs;

import dev.bottleneck.report.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What is not the same for all of some runs.
 *
 * @param key as {@code --set} takes it, or what else it is of a run
 * @param values one a run, in their order
 */
public record SettingDifference(String key, List<String> values) {
  public SettingDifference {
    values = List.copyOf(values);
  }

  /**
   * The settings alone. Of what only some of several experiments have, what differs among those: a
   * table of all that another experiment has no setting for would hide the rest.
   */
  public static List<SettingDifference> ofSettings(List<RecordedRun> runs) {
    List<SettingDifference> all = of(runs.stream().map(RecordedRun::settings).toList());
    boolean several = all.stream().anyMatch(difference -> difference.key().equals("name"));
    return all.stream()
        .filter(difference -> !several || difference.differsWhereItIs())
        .filter(difference -> !several || !difference.key().equals("experiment"))
        .toList();
  }

  /**
   * How many settings {@link #ofSettings} leaves out, as only some of the experiments have them.
   */
  public static long leftOut(List<RecordedRun> runs) {
    List<SettingDifference> all = of(runs.stream().map(RecordedRun::settings).toList());
    boolean several = all.stream().anyMatch(difference -> difference.key().equals("name"));
    return all.stream().filter(d -> several && !d.differsWhereItIs()).count();
  }

  private boolean differsWhereItIs() {
    return values.stream().filter(value -> !value.equals(Numbers.ABSENT)).distinct().count() > 1;
  }

  /** The settings, and what the runs were made of, by and on. */
  public static List<SettingDifference> of(RecordedRun... runs) {
    List<RecordedRun> all = List.of(runs);
    List<SettingDifference> differences = new ArrayList<>(ofSettings(all));
    add(differences, "training data, SHA-256", all, run -> run.record().hash("train"));
    add(differences, "data measured on, SHA-256", all, RecordedRun::evaluatedOn);
    add(differences, "starting weights, SHA-256", all, run -> run.record().weights());
    add(differences, "code version", all, run -> Optional.of(run.record().commits()));
    add(differences, "Deeplearning4j", all, run -> run.record().machine("dl4j"));
    add(differences, "backend", all, run -> run.record().machine("backend"));
    add(differences, "GPUs", all, run -> run.record().machine("gpus"));
    add(differences, "processor", all, run -> run.record().machine("cpu"));
    return differences;
  }

  /** What {@code run} was asked for otherwise than {@code usual}, but for its seeds. */
  static List<SettingDifference> from(Map<String, String> usual, RecordedRun run) {
    return of(List.of(usual, run.settings())).stream()
        .filter(difference -> !difference.key().equals("seeds"))
        .toList();
  }

  private static void add(
      List<SettingDifference> differences,
      String key,
      List<RecordedRun> runs,
      Function<RecordedRun, Optional<String>> value) {
    List<String> values =
        runs.stream().map(run -> value.apply(run).orElse(Numbers.ABSENT)).toList();
    if (values.stream().distinct().count() > 1) {
      differences.add(new SettingDifference(key, values));
    }
  }

  private static List<SettingDifference> of(List<Map<String, String>> settings) {
    Set<String> keys = new LinkedHashSet<>();
    settings.forEach(its -> keys.addAll(its.keySet()));
    List<SettingDifference> differences = new ArrayList<>();
    for (String key : keys) {
      List<String> values =
          settings.stream().map(its -> its.getOrDefault(key, Numbers.ABSENT)).toList();
      if (values.stream().distinct().count() > 1) {
        differences.add(new SettingDifference(key, values));
      }
    }
    return differences;
  }
}
