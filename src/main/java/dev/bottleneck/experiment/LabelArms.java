package dev.bottleneck.experiment;

import dev.bottleneck.data.Dataset;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.ArmPair;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Arms for several numbers of labelled examples, each number with a baseline and what is held
 * against it; numbers of labels are not compared with each other.
 *
 * @param baseline the baselines, without a number
 * @param other what is held against them, likewise
 */
record LabelArms(Arm baseline, Arm other) {
  /** What the hyper-parameter must be. */
  static void check(List<Integer> labelCounts) {
    Require.atLeast("labelCounts (the number of its entries)", labelCounts.size(), 1);
    labelCounts.forEach(count -> Require.atLeast("labelCounts", count, 1));
  }

  /** Refuses more labels than there are examples. */
  static void check(List<Integer> labelCounts, Dataset train) {
    for (int count : labelCounts) {
      if (count > train.size()) {
        throw new UserError(
            "labelCounts has %d, but there are %d training examples"
                .formatted(count, train.size()));
      }
    }
  }

  List<ArmPair> pairs(List<Integer> labelCounts) {
    return labelCounts.stream()
        .distinct()
        .map(count -> new ArmPair(arm(baseline, count), arm(other, count)))
        .toList();
  }

  List<Arm> arms(List<Integer> labelCounts) {
    return pairs(labelCounts).stream()
        .flatMap(pair -> Stream.of(pair.baseline(), pair.arm()))
        .toList();
  }

  private static Arm arm(Arm kind, int labels) {
    return new Arm(
        kind.key() + "-" + labels,
        String.format(Locale.ROOT, "%s, %,d labels", kind.title(), labels));
  }

  boolean isBaseline(Arm arm) {
    return arm.key().equals(baseline.key() + "-" + labels(arm));
  }

  static int labels(Arm arm) {
    return Integer.parseInt(arm.key().substring(arm.key().lastIndexOf('-') + 1));
  }
}
