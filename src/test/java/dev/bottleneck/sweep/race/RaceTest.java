package dev.bottleneck.sweep.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.evaluation.ConfidenceSequence;
import dev.bottleneck.sweep.definition.RaceOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RaceTest {
  private static List<Double> times(int count, double value) {
    return Collections.nCopies(count, value);
  }

  /** Two pairs of settings could be told apart by no fewer, whatever they gave. */
  @Test
  void nobodyIsOutBeforeSignsCanTell() {
    int least = Race.leastRounds(3);
    assertThat(ConfidenceSequence.of(0, least, Race.ERROR / 3).upper()).isLessThan(0.5);
    assertThat(ConfidenceSequence.of(0, least - 1, Race.ERROR / 3).upper()).isGreaterThan(0.5);
    Race before =
        Race.of(List.of(times(least - 1, 1), times(least - 1, 2), times(least - 1, 3)), 30);
    assertThat(before.in()).isEqualTo(3);
    assertThat(before.nextRounds()).isEqualTo(least);
    Race after = Race.of(List.of(times(least, 1), times(least, 2), times(least, 3)), 30);
    assertThat(after.isSettled()).isTrue();
    assertThat(after.isOver()).isTrue();
    assertThat(after.nextRounds()).isEqualTo(least);
    assertThat(after.racers()).extracting(Race.Racer::out).containsExactly(0, least, least);
    assertThat(after.racers().get(2).higher()).isEqualTo(least);
    assertThat(after.racers().get(2).lower()).isZero();
  }

  /** All seeds that must come before the first decision are given at once. */
  @Test
  void beginsWithAsManySeedsAsADecisionTakes() {
    Race race = Race.of(List.of(List.of(), List.of()), 30);
    assertThat(race.rounds()).isZero();
    assertThat(race.nextRounds()).isEqualTo(Race.leastRounds(2));
    assertThat(Race.of(List.of(List.of(), List.of()), 3).nextRounds()).isEqualTo(3);
  }

  @Test
  void whoeverIsOutGetsNoFurtherSeedAndTheOthersGoOn() {
    int least = Race.leastRounds(3);
    List<Double> even = new ArrayList<>();
    for (int i = 0; i < least + 2; i++) {
      even.add(i % 2 == 0 ? 0.9 : 1.2);
    }
    Race race = Race.of(List.of(times(least, 3), times(least + 2, 1), even), 30);
    assertThat(race.rounds()).isEqualTo(least + 2);
    assertThat(race.leader()).isEqualTo(1);
    assertThat(race.racers()).extracting(Race.Racer::isIn).containsExactly(false, true, true);
    assertThat(race.nextRounds()).isEqualTo(least + 3);
    assertThat(race.isOver()).isFalse();
  }

  /** A round counts once all that are in have run it, whoever was quicker. */
  @Test
  void anUnfinishedRoundDecidesNothing() {
    int least = Race.leastRounds(2);
    Race race = Race.of(List.of(times(least, 1), times(least - 1, 2)), 30);
    assertThat(race.rounds()).isEqualTo(least - 1);
    assertThat(race.in()).isEqualTo(2);
  }

  @Test
  void endsUnsettledWhenItsSeedsAreSpent() {
    List<Double> a = new ArrayList<>();
    List<Double> b = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      a.add(i % 2 == 0 ? 1.0 : 2.0);
      b.add(i % 2 == 0 ? 2.0 : 1.1);
    }
    Race race = Race.of(List.of(a, b), 12);
    assertThat(race.isOver()).isTrue();
    assertThat(race.isSettled()).isFalse();
    assertThat(race.leader()).isZero();
    assertThat(race.racers().get(1).lower()).isEqualTo(6);
  }

  /** One that fails on a seed is worse there than any that does not; its mean is no more finite. */
  @Test
  void whereMeansAndSignsDisagreeNobodyIsOut() {
    List<Double> failing = new ArrayList<>(times(12, 1));
    failing.set(3, Double.POSITIVE_INFINITY);
    Race race = Race.of(List.of(failing, times(12, 1.5)), 12);
    assertThat(race.leader()).isEqualTo(1);
    assertThat(race.racers().get(0).lower()).isEqualTo(11);
    assertThat(race.racers().get(0).failures()).isEqualTo(1);
    assertThat(race.in()).isEqualTo(2);
    assertThat(race.isOftenLowerThanTheLeader(0)).isTrue();
    assertThat(race.isOftenLowerThanTheLeader(1)).isFalse();
  }

  /** Each is out by whom it is worse than, and what it was given is compared with that one. */
  @Test
  void tellsWhoPutWhomOut() {
    int least = Race.leastRounds(3);
    List<Double> first = new ArrayList<>(times(least, 1));
    List<Double> second = new ArrayList<>(times(least, 1.1));
    second.set(0, 0.5);
    List<Double> third = times(least, 2);
    Race race = Race.of(List.of(first, second, third), 30);
    assertThat(race.racers().get(2).out()).isEqualTo(least);
    assertThat(race.racers().get(2).against()).isZero();
    for (int i = 0; i < 20; i++) {
      first.add(1.0);
      second.add(0.9);
    }
    Race later = Race.of(List.of(first, second, third), 40);
    assertThat(later.leader()).isEqualTo(1);
    assertThat(later.racers().get(2).against()).as("what was decided stays").isZero();
    assertThat(later.racers().get(2).higher()).isEqualTo(least);
  }

  /** As docs/sweeps.md has them. */
  @Test
  void aDecisionTakesSoManySeeds() {
    assertThat(IntStream.of(2, 3, 5).map(Race::leastRounds)).containsExactly(8, 10, 12);
    assertThat(Race.leastTrials(new RaceOptions(3, 30))).isEqualTo(30);
    assertThat(Race.leastTrials(RaceOptions.NONE)).isZero();
  }

  /** What was decided stays as it was, whatever comes after. */
  @Test
  void noDecisionChangesWithFurtherRounds() {
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      List<List<Double>> costs = new ArrayList<>();
      for (int k = 0; k < 4; k++) {
        double shift = k * 0.4;
        costs.add(
            random.doubles(30).map(u -> shift - Math.log(u)).boxed().collect(Collectors.toList()));
      }
      Race whole = Race.of(costs, 30);
      for (int rounds = 0; rounds <= 30; rounds++) {
        Race part = Race.of(costs, rounds);
        for (int k = 0; k < 4; k++) {
          int out = whole.racers().get(k).out();
          assertThat(part.racers().get(k).out()).isEqualTo(out <= rounds ? out : 0);
        }
      }
    }
  }

  /**
   * Of three settings that are all alike one may be put out, in any of 30 looks, in one race of
   * twenty at the most: here of 2,000, with the upper end of what 5 % give by chance.
   */
  @Test
  void settingsThatAreAlikeAreSeldomToldApart() {
    Random random = new Random(20261201);
    long wrong =
        IntStream.range(0, 2_000)
            .filter(
                i -> {
                  List<List<Double>> costs =
                      IntStream.range(0, 3)
                          .mapToObj(
                              k ->
                                  random
                                      .doubles(30)
                                      .map(u -> -Math.log(u))
                                      .boxed()
                                      .collect(Collectors.toList()))
                          .collect(Collectors.toList());
                  return Race.of(costs, 30).in() < 3;
                })
            .count();
    assertThat(wrong).isBetween(1L, 130L);
  }
}
