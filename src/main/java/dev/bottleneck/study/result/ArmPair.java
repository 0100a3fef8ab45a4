package dev.bottleneck.study.result;

import java.util.ArrayList;
import java.util.List;

/**
 * Two arms to compare.
 *
 * @param baseline what {@code arm} is held against
 */
public record ArmPair(Arm baseline, Arm arm) {
  /** Every pair, earlier arms the baselines of later ones; those of the last arm come first. */
  public static List<ArmPair> all(List<Arm> arms) {
    List<ArmPair> pairs = new ArrayList<>();
    for (int last = arms.size() - 1; last > 0; last--) {
      for (int first = 0; first < last; first++) {
        pairs.add(new ArmPair(arms.get(first), arms.get(last)));
      }
    }
    return pairs;
  }
}
