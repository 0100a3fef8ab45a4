package dev.bottleneck.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of a case.
 *
 * @param injected faults
 * @param lost pieces of work that had ended and were lost, or done again
 * @param complaints what is wrong; empty if all is as it should be
 * @param leftBehind files that nobody needs
 */
record Outcome(int injected, int lost, List<String> complaints, List<String> leftBehind) {
  /** One fault. */
  static Outcome of(List<String> complaints) {
    return new Outcome(1, 0, complaints, List.of());
  }

  /** One fault that a machine like this cannot have. */
  static Outcome impossible() {
    return new Outcome(0, 0, List.of(), List.of());
  }

  Outcome and(Outcome other) {
    return new Outcome(
        injected + other.injected,
        lost + other.lost,
        joined(complaints, other.complaints),
        joined(leftBehind, other.leftBehind));
  }

  int survived() {
    return complaints.isEmpty() ? injected : 0;
  }

  static <T> List<T> joined(List<T> some, List<T> others) {
    List<T> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }
}
