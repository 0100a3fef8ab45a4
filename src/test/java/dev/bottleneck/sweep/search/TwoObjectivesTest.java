package dev.bottleneck.sweep.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.sweep.definition.SearchOptions;
import dev.bottleneck.sweep.space.Dimension;
import dev.bottleneck.sweep.space.Domain;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.space.Space;
import dev.bottleneck.sweep.trial.Fronts;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Outcome;
import dev.bottleneck.sweep.trial.SecondObjective;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What TPE proposes for two costs that are formulas: ZDT1's (Zitzler, Deb and Thiele, 2000). */
class TwoObjectivesTest {
  private static final int DIMENSIONS = 4;
  private static final int TRIALS = 80;
  private static final Objective LOSS = new Objective("loss", Objective.Goal.MIN, "");
  private static final SecondObjective RATE = new SecondObjective("", "rate", Objective.Goal.MIN);

  private static final Space SPACE =
      new Space(
          IntStream.range(0, DIMENSIONS)
              .mapToObj(i -> new Dimension("x" + i, new Domain.Uniform(0, 1), Optional.empty()))
              .toList());

  private static double x(Map<String, String> parameters, int i) {
    return Double.parseDouble(parameters.get("x" + i));
  }

  private static double rate(Map<String, String> parameters) {
    return x(parameters, 0);
  }

  private static double loss(Map<String, String> parameters) {
    double rest = IntStream.range(1, DIMENSIONS).mapToDouble(i -> x(parameters, i)).sum();
    double g = 1 + 9 * rest / (DIMENSIONS - 1);
    return g * (1 - Math.sqrt(x(parameters, 0) / g));
  }

  /** Of what {@code search} has proposed. */
  private static double hypervolume(Search search) {
    List<Outcome> trials = new ArrayList<>();
    for (int n = 0; n < TRIALS; n++) {
      Proposal proposal = search.propose(n).orElseThrow();
      search.learn(Outcome.pending(n, proposal));
      Map<String, String> parameters = proposal.parameters();
      Outcome trial =
          Outcome.complete(n, proposal, loss(parameters))
              .withSecond(OptionalDouble.of(rate(parameters)));
      search.learn(trial);
      trials.add(trial);
    }
    return new Fronts<Outcome>(t -> rate(t.parameters()), t -> loss(t.parameters()))
        .hypervolume(trials, 1.1, 11);
  }

  private static TreeParzenSearch search(SecondObjective second, int seed) {
    return new TreeParzenSearch(
        SearchOptions.of(SearchOptions.Kind.TPE), SPACE, LOSS, second, seed);
  }

  /** On most seeds more is covered than by chance, and than by the loss alone. */
  @Test
  void coversMoreThanChanceAndThanOneObjective() {
    int overChance = 0;
    int overOne = 0;
    for (int seed = 0; seed < 20; seed++) {
      double both = hypervolume(search(RATE, seed));
      overChance += both > hypervolume(new RandomSearch(SPACE, seed)) ? 1 : 0;
      overOne += both > hypervolume(search(SecondObjective.NONE, seed)) ? 1 : 0;
    }
    assertThat(overChance).isGreaterThanOrEqualTo(18);
    assertThat(overOne).isGreaterThanOrEqualTo(15);
  }
}
