package dev.bottleneck.study;

import dev.bottleneck.data.Datasets;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.study.yaml.ConfigurationFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What is asked for of a configuration beside what its file says.
 *
 * @param assignments {@code key=value}, the value as YAML, in the order they are made
 * @param texts values that are taken as they stand, such as paths, by key
 * @param replacements data sets by the name of those whose place they take
 * @param seeds how many; empty for the file's
 * @param untilDecided whether seeds are added only until every comparison is settled
 * @param quick whether a few batches are enough
 * @param blocks into how many blocks of so many seeds the study is multiplied
 */
public record Settings(
    List<String> assignments,
    Map<String, String> texts,
    Map<String, String> replacements,
    OptionalInt seeds,
    boolean untilDecided,
    boolean quick,
    int blocks) {
  /** Nothing is asked for. */
  public static final Settings NONE =
      new Settings(List.of(), Map.of(), Map.of(), OptionalInt.empty(), false, false, 1);

  public Settings {
    assignments = List.copyOf(assignments);
    texts = copy(texts);
    replacements = copy(replacements);
  }

  /** In the order they came in. */
  private static Map<String, String> copy(Map<String, String> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** The same, and {@code assignment}. */
  public Settings with(String assignment) {
    List<String> more = new ArrayList<>(assignments);
    more.add(assignment);
    return new Settings(more, texts, replacements, seeds, untilDecided, quick, blocks);
  }

  /** The same with {@code text} at {@code key}, as it stands. */
  public Settings withText(String key, String text) {
    Map<String, String> more = new LinkedHashMap<>(texts);
    more.put(key, text);
    return new Settings(assignments, more, replacements, seeds, untilDecided, quick, blocks);
  }

  /** The same with {@code other} in the place of the data set {@code name}. */
  public Settings withReplacement(String name, String other) {
    Map<String, String> more = new LinkedHashMap<>(replacements);
    more.put(name, other);
    return new Settings(assignments, texts, more, seeds, untilDecided, quick, blocks);
  }

  public Settings withSeeds(int count) {
    return new Settings(
        assignments, texts, replacements, OptionalInt.of(count), untilDecided, quick, blocks);
  }

  public Settings untilItIsDecided() {
    return new Settings(assignments, texts, replacements, seeds, true, quick, blocks);
  }

  public Settings quickly() {
    return new Settings(assignments, texts, replacements, seeds, untilDecided, true, blocks);
  }

  public Settings inBlocks(int count) {
    Require.atLeast("--blocks", count, 2);
    return new Settings(assignments, texts, replacements, seeds, untilDecided, quick, count);
  }

  /** Whether nothing but assignments is asked for. */
  public boolean areAssignmentsAlone() {
    return equals(
        new Settings(assignments, Map.of(), Map.of(), OptionalInt.empty(), false, false, 1));
  }

  /**
   * Makes them in {@code file}.
   *
   * @throws dev.bottleneck.runtime.UserError naming the key that cannot be set, or a data set that
   *     is not known
   */
  public ConfigurationFile applyTo(ConfigurationFile file) {
    assignments.forEach(file::set);
    replacements.keySet().forEach(Datasets::requireName);
    replacements.forEach(file::replaceData);
    texts.forEach(file::setText);
    boolean quickAssigned =
        assignments.stream().anyMatch(a -> a.strip().matches("quick\\s*=\\s*true"));
    if (quick || quickAssigned) {
      file.set("quick=true");
      if (!assigns("seeds")) {
        file.set("seeds=2");
      }
    }
    seeds.ifPresent(count -> file.set("seeds=" + count));
    if (blocks > 1) {
      file.inBlocks(blocks);
    }
    if (untilDecided) {
      file.set("untilDecided=true");
    }
    return file;
  }

  /** Whether an assignment is of {@code key}. */
  public boolean assigns(String key) {
    return texts.containsKey(key) || assigns(assignments, key);
  }

  /** Whether one of {@code assignments} sets {@code key}. */
  public static boolean assigns(List<String> assignments, String key) {
    return assignments.stream().anyMatch(a -> a.split("=", 2)[0].strip().equals(key));
  }
}
