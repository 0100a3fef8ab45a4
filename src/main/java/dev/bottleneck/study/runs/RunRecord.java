package dev.bottleneck.study.runs;

import dev.bottleneck.report.Numbers;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** What a run's manifest says; whatever someone else wrote into it is taken as text alone. */
public final class RunRecord {
  private static final String DATA = "data";

  private final Map<String, Object> manifest;

  RunRecord(Map<String, Object> manifest) {
    this.manifest = manifest;
  }

  /** The text at a key, if there is one. */
  public Optional<String> text(String key) {
    return text(manifest, key);
  }

  private static Optional<String> text(Object map, String key) {
    return map instanceof Map<?, ?> content && content.get(key) instanceof String text
        ? Optional.of(text)
        : Optional.empty();
  }

  /** When it was begun. */
  public Optional<Instant> started() {
    try {
      return text("started").map(Instant::parse).map(time -> time.truncatedTo(ChronoUnit.SECONDS));
    } catch (DateTimeParseException e) {
      return Optional.empty(); // a manifest that someone else wrote: its other keys may be right
    }
  }

  /** The same for readers, to the minute. */
  public String startedText() {
    return started()
        .map(time -> time.truncatedTo(ChronoUnit.MINUTES).toString())
        .map(text -> text.replace('T', ' ').replace(":00Z", ""))
        .orElse(Numbers.ABSENT);
  }

  /** The commits of the programs that were at work on it, in their order. */
  public String commits() {
    Set<String> commits = new LinkedHashSet<>();
    commits.add(text("gitCommit").orElse("unknown"));
    if (manifest.get("resumed") instanceof List<?> resumed) {
      resumed.forEach(again -> commits.add(text(again, "gitCommit").orElse("unknown")));
    }
    return String.join(", ", commits);
  }

  /** What it was carried out on, such as the {@code cpu}. */
  public Optional<String> machine(String key) {
    Object machine = manifest.get("machine");
    return machine instanceof Map<?, ?> content && content.get(key) instanceof List<?> several
        ? Optional.of(several.toString())
        : text(machine, key);
  }

  /** What its data are called. */
  public Optional<String> data() {
    return text(manifest.get(DATA), "name");
  }

  /** The SHA-256 of a part of its data, such as {@code train}, if it had such a part. */
  public Optional<String> hash(String part) {
    return text(part(part), "sha256");
  }

  /** How many examples a part of its data has. */
  public OptionalLong examples(String part) {
    return part(part) instanceof Map<?, ?> content && content.get("examples") instanceof Number n
        ? OptionalLong.of(n.longValue())
        : OptionalLong.empty();
  }

  private Object part(String part) {
    return manifest.get(DATA) instanceof Map<?, ?> data ? data.get(part) : null;
  }

  /** The SHA-256 of the weights that it starts from, of all together. */
  public Optional<String> weights() {
    return manifest.get("from") instanceof Map<?, ?>
        ? text(manifest.get("identity"), "weights")
        : Optional.empty();
  }

  /** How long it was worked on, in seconds. */
  public OptionalDouble seconds() {
    return manifest.get("wallSeconds") instanceof Number seconds
        ? OptionalDouble.of(seconds.doubleValue())
        : OptionalDouble.empty();
  }
}
