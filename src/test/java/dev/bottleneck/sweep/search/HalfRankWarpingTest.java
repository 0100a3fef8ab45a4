package dev.bottleneck.sweep.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Outcome;
import dev.bottleneck.sweep.trial.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class HalfRankWarpingTest {
  private static final Proposal ANY = new Proposal(List.of(0.5), Map.of("x", "1"));

  private static double[] warped(Outcome... trials) {
    Observations observations = new Observations(new Objective("l", Objective.Goal.MIN, ""));
    for (Outcome trial : trials) {
      observations.put(trial);
    }
    List<Outcome> ranked = new ArrayList<>(observations.best(trials.length));
    ranked.addAll(observations.failed().all());
    return HalfRankWarping.of(ranked, observations.order(), observations::cost);
  }

  private static Outcome complete(int number, double cost) {
    return Outcome.complete(number, ANY, cost);
  }

  private static Outcome pruned(int number, int epoch, double loss) {
    return Outcome.pruned(number, ANY, new Trial.Reached(epoch, loss));
  }

  private static double quantile(double probability) {
    return NormalDistribution.of(0, 1).inverseCumulativeProbability(probability);
  }

  /** (value − first) / (last − first): what is left when mean and variance are taken away. */
  private static double place(double[] values, int i) {
    return (values[i] - values[0]) / (values[values.length - 1] - values[0]);
  }

  @Test
  void theBetterHalfKeepsItsDistances() {
    double[] values = warped(complete(0, 1), complete(1, 3), complete(2, 10), complete(3, 1e300));
    // By hand: −2/√2, 0, then the quantiles 5/8 and 7/8.
    double[] expected = {-Math.sqrt(2), 0, quantile(0.625), quantile(0.875)};
    for (int i = 0; i < 4; i++) {
      assertThat(place(values, i)).isCloseTo(place(expected, i), within(1e-12));
    }
    double mean = (values[0] + values[1] + values[2] + values[3]) / 4;
    assertThat(mean).isCloseTo(0, within(1e-12));
    assertThat(values)
        .isEqualTo(warped(complete(0, 1), complete(1, 3), complete(2, 4), complete(3, 5)));
  }

  @Test
  void prunedAndFailedOnesAreTheWorst() {
    double[] values =
        warped(
            complete(0, 1),
            complete(1, 2),
            pruned(2, 3, 0.7),
            pruned(3, 3, 0.7),
            pruned(4, 1, 0.1),
            Outcome.failed(5, ANY),
            Outcome.failed(6, ANY));
    // The better half is one, and of six others the middles of equal ones are 0.5, 2, 3.5 and 5.
    double[] sixths = {0, 0.5, 2, 2, 3.5, 5, 5};
    double[] expected = new double[7];
    for (int i = 1; i < 7; i++) {
      expected[i] = quantile(0.5 + 0.5 * sixths[i] / 6);
    }
    for (int i = 0; i < 7; i++) {
      assertThat(place(values, i)).isCloseTo(place(expected, i), within(1e-12));
    }
  }

  /** Were it among those that keep their distances, the others would all be alike. */
  @Test
  void oneThatDivergedHidesNothingAmongPrunedOnes() {
    List<Outcome> trials = new ArrayList<>();
    for (int n = 0; n < 5; n++) {
      trials.add(complete(n, 0.2 + 0.1 * n));
    }
    trials.add(complete(5, 1e6));
    for (int n = 6; n < 20; n++) {
      trials.add(pruned(n, 1, n));
    }
    double[] values = warped(trials.toArray(Outcome[]::new));
    assertThat(values).isSorted();
    assertThat(values[1] - values[0]).isGreaterThan(0.2);
  }

  @Test
  void isFiniteWhateverTheCosts() {
    double[] values =
        warped(complete(0, -1e308), complete(1, 1e308), complete(2, 1.1e308), pruned(3, 1, 1));
    assertThat(values).isSorted().doesNotHaveDuplicates().doesNotContain(Double.NaN);
    assertThat(Math.abs(values[0])).isLessThan(10);
  }

  @Test
  void equalCostsAreEqualValues() {
    assertThat(warped(complete(0, 3), complete(1, 3), complete(2, 3))).containsOnly(0.0);
    double[] values = warped(complete(0, 1), complete(1, 3), complete(2, 3), complete(3, 4));
    assertThat(values[1]).isEqualTo(values[2]);
    assertThat(values).isSorted();
  }

  @Test
  void withoutACompleteTrialRanksAreAll() {
    double[] values = warped(pruned(0, 3, 0.1), pruned(1, 2, 0.1), Outcome.failed(2, ANY));
    assertThat(values).isSorted().doesNotHaveDuplicates().doesNotContain(Double.NaN);
  }
}
