package dev.bottleneck.fuzz;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What became of a target's inputs. */
final class Tally {
  private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
  private final List<String> faults = new ArrayList<>();
  private double slowest;
  private long largest;
  private double seconds;

  void add(int number, Outcome outcome) {
    counts.merge(outcome.verdict(), 1, Integer::sum);
    slowest = Math.max(slowest, outcome.seconds());
    largest = Math.max(largest, outcome.bytes());
    seconds += outcome.seconds();
    if (outcome.verdict() == Verdict.FAULT) {
      faults.add(number + ": " + outcome.said());
    }
  }

  void add(Tally other) {
    other.counts.forEach((verdict, count) -> counts.merge(verdict, count, Integer::sum));
    faults.addAll(other.faults);
    slowest = Math.max(slowest, other.slowest);
    largest = Math.max(largest, other.largest);
    seconds += other.seconds;
  }

  int inputs() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  int count(Verdict verdict) {
    return counts.getOrDefault(verdict, 0);
  }

  /** A line each: the input's number, and what happened. */
  List<String> faults() {
    return faults;
  }

  double slowest() {
    return slowest;
  }

  /** Bytes that one input had allocated at the most, freed ones among them. */
  long largest() {
    return largest;
  }

  double seconds() {
    return seconds;
  }
}
