package dev.bottleneck.study.comparison;

import dev.bottleneck.study.result.ArmPair;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.runs.Quantity;
import dev.bottleneck.study.runs.RecordedRun;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Why a run cannot be held against the baseline seed by seed. */
final class Refusal {
  private static final int HASH = 12;

  private final Side base;
  private final Side other;

  private Refusal(Side base, Side other) {
    this.base = base;
    this.other = other;
  }

  /**
   * The reason in a sentence; empty if they can be paired.
   *
   * @param pairs of their arms
   * @param all what both found
   */
  static Optional<String> of(Side base, Side other, List<ArmPair> pairs, StudyResult all) {
    Refusal refusal = new Refusal(base, other);
    return refusal
        .ofData()
        .or(refusal::ofQuantity)
        .or(refusal::ofExamples)
        .or(() -> refusal.ofSeeds(pairs, all))
        .map(reason -> "Not paired: %s %s.".formatted(other.label(), reason));
  }

  private Optional<String> ofData() {
    if (base.part() != other.part()) {
      return Optional.of(
          "was measured on %s data, and %s on %s data"
              .formatted(other.part(), base.label(), base.part()));
    }
    return ofHashes("measured on", base.run().evaluatedOn(), other.run().evaluatedOn())
        .or(
            () ->
                ofHashes(
                    "trained on",
                    base.run().record().hash("train"),
                    other.run().record().hash("train")));
  }

  private Optional<String> ofHashes(String what, Optional<String> a, Optional<String> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return Optional.of(
          "may have been %s other data: the manifest of %s does not say which"
              .formatted(what, b.isEmpty() ? "it" : base.label()));
    }
    return a.equals(b)
        ? Optional.empty()
        : Optional.of(
            "was %s other data (SHA-256 %s, that of %s %s)"
                .formatted(what, shortened(b.get()), base.label(), shortened(a.get())));
  }

  private static String shortened(String hash) {
    return hash.length() <= HASH ? hash : hash.substring(0, HASH) + "…";
  }

  private Optional<String> ofQuantity() {
    boolean quick = other.run().configuration().quick();
    if (quick != base.run().configuration().quick()) {
      return Optional.of(
          quick
              ? "is of quick mode, and %s is not".formatted(base.label())
              : "is not of quick mode, as %s is".formatted(base.label()));
    }
    for (Side side : List.of(base, other)) {
      if (side.lacks(base.metric().key())) {
        return Optional.of(
            "cannot be held against %s: %s has no %s"
                .formatted(base.label(), side.label(), base.metric().key()));
      }
    }
    if (!base.metric().key().equals(other.metric().key())) {
      return Optional.of(
          "is compared by its %s (%s), and %s by its %s (%s): --by takes a measure that both have"
              .formatted(
                  other.metric().name(),
                  other.metric().key(),
                  base.label(),
                  base.metric().name(),
                  base.metric().key()));
    }
    if (base.metric().lowerIsBetter() != other.metric().lowerIsBetter()) {
      return Optional.of(
          "takes %s of %s for the better, and %s the other way"
              .formatted(
                  other.metric().lowerIsBetter() ? "less" : "more",
                  other.metric().key(),
                  base.label()));
    }
    return Quantity.isSame(base.run(), other.run(), base.metric().key())
        ? Optional.empty()
        : Optional.of(ofWhatIsMeasured(base.metric().key()));
  }

  private String ofWhatIsMeasured(String measure) {
    Quantity a = Quantity.of(base.run(), measure);
    Quantity b = Quantity.of(other.run(), measure);
    if (!a.scale().equals(b.scale())) {
      return "has its examples scaled otherwise (%s, those of %s %s)"
          .formatted(b.scale(), base.label(), a.scale());
    }
    boolean sameLoss = a.name().equals(b.name()) && a.own().equals(b.own());
    if (!a.task().equals(b.task()) && (sameLoss || !measure.equals(Quantity.LOSS))) {
      return "was measured on another task (%s) than %s (%s)"
          .formatted(told(b.task()), base.label(), told(a.task()));
    }
    return "may have another loss than %s, penalties included, as their settings differ: --by takes a measure that both have, such as squaredError"
        .formatted(base.label());
  }

  private static String told(Map<String, String> task) {
    return task.isEmpty()
        ? "uncorrupted examples"
        : task.entrySet().stream()
            .map(setting -> setting.getKey() + " " + setting.getValue())
            .collect(Collectors.joining(", "));
  }

  private Optional<String> ofExamples() {
    OptionalInt a = base.run().classified();
    OptionalInt b = other.run().classified();
    if (a.isPresent() && b.isPresent() && a.getAsInt() != b.getAsInt()) {
      return Optional.of(
          "has classified %d examples, and %s %d"
              .formatted(b.getAsInt(), base.label(), a.getAsInt()));
    }
    return Optional.empty();
  }

  private Optional<String> ofSeeds(List<ArmPair> pairs, StudyResult all) {
    if (pairs.isEmpty()) {
      return Optional.of(
          "has no arm that %s has, or none with %s".formatted(base.label(), base.metric().key()));
    }
    boolean common = pairs.stream().anyMatch(p -> !all.endedSeeds(p.baseline(), p.arm()).isEmpty());
    return common
        ? Optional.empty()
        : Optional.of(
            "has ended on no seed that %s has ended on (%s; %s): --set firstSeed=%d gives it the same ones"
                .formatted(
                    base.label(),
                    seeds(other.run()),
                    seeds(base.run()),
                    base.run().configuration().firstSeed()));
  }

  /** Such as "on 1 to 3". */
  private static String seeds(RecordedRun run) {
    var ended = run.result().jobs().stream().mapToLong(job -> job.seed()).summaryStatistics();
    return ended.getCount() == 0
        ? "on none"
        : "on %d to %d".formatted(ended.getMin(), ended.getMax());
  }
}
