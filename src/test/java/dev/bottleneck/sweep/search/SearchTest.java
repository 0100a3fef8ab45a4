package dev.bottleneck.sweep.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.sweep.ToySweep;
import dev.bottleneck.sweep.definition.SearchOptions;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.definition.SweepFile;
import dev.bottleneck.sweep.space.Dimension;
import dev.bottleneck.sweep.space.Domain;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.space.Space;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Outcome;
import dev.bottleneck.sweep.trial.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.deeplearning4j.arbiter.optimize.generator.GeneticSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.population.PopulationModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the searches propose, on a cost that is a formula. */
class SearchTest {
  private static final int TRIALS = 60;

  @TempDir Path folder;
  private String yaml;

  @BeforeEach
  void writeYaml() throws IOException {
    yaml = ToySweep.yaml(folder);
  }

  private SweepDefinition sweep(String kind, int seed) {
    return SweepFile.parse(
        "toy.yaml", yaml + "search: {kind: " + kind + "}\nsweepSeed: " + seed + "\n", List.of());
  }

  /** Lowest, 0, at code 9 and learning rate 0.01. */
  private static double cost(Map<String, String> parameters) {
    double code = (Double.parseDouble(parameters.get("code")) - 9) / 10;
    double rate = Math.log10(Double.parseDouble(parameters.get("learningRate"))) + 2;
    return code * code + rate * rate;
  }

  private static Outcome trial(int number, Proposal proposal, double value) {
    return Double.isNaN(value)
        ? Outcome.failed(number, proposal)
        : Outcome.complete(number, proposal, value);
  }

  private static Proposal propose(SweepDefinition sweep, int number, List<Outcome> earlier) {
    Search search = Search.of(sweep);
    earlier.forEach(search::learn);
    return search.propose(number).orElseThrow();
  }

  private static List<Outcome> search(
      SweepDefinition sweep,
      int from,
      List<Outcome> earlier,
      ToDoubleFunction<Map<String, String>> cost) {
    List<Outcome> trials = new ArrayList<>(earlier);
    Search search = Search.of(sweep);
    earlier.forEach(search::learn);
    for (int n = from; n < TRIALS; n++) {
      Proposal proposal = search.propose(n).orElseThrow();
      search.learn(Outcome.pending(n, proposal));
      trials.add(trial(n, proposal, cost.applyAsDouble(proposal.parameters())));
      search.learn(trials.get(n));
    }
    return trials;
  }

  private static double best(List<Outcome> trials) {
    return trials.stream().flatMapToDouble(t -> t.value().stream()).min().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "genetic", "tpe", "gp"})
  void isAFunctionOfSeedNumberAndResults(String kind) {
    List<Outcome> once = search(sweep(kind, 1), 0, List.of(), SearchTest::cost);
    assertThat(search(sweep(kind, 1), 0, List.of(), SearchTest::cost)).isEqualTo(once);
    assertThat(search(sweep(kind, 1), 40, once.subList(0, 40), SearchTest::cost)).isEqualTo(once);
    assertThat(search(sweep(kind, 2), 0, List.of(), SearchTest::cost)).isNotEqualTo(once);
  }

  @Test
  void randomSearchLooksAtNoResult() {
    SweepDefinition sweep = sweep("random", 1);
    List<Outcome> trials = search(sweep, 0, List.of(), SearchTest::cost);
    assertThat(propose(sweep, 7, List.of())).isEqualTo(propose(sweep, 7, trials.subList(0, 7)));
  }

  /** Results come in any order, and a trial that has ended may go on: how all stand counts. */
  @ParameterizedTest
  @ValueSource(strings = {"genetic", "tpe", "gp"})
  void theOrderInWhichResultsAreLearnedDoesNotCount(String kind) {
    SweepDefinition sweep = sweep(kind, 1);
    List<Outcome> trials = new ArrayList<>(search(sweep, 0, List.of(), SearchTest::cost));
    for (int n = 5; n < TRIALS; n += 10) {
      Proposal proposal = trials.get(n).proposal();
      trials.set(n, Outcome.pruned(n, proposal, new Trial.Reached(n % 3, 0.5)));
      trials.set(n - 1, Outcome.failed(n - 1, trials.get(n - 1).proposal()));
      trials.set(n - 2, Outcome.pending(n - 2, trials.get(n - 2).proposal()));
    }
    Proposal inOrder = propose(sweep, TRIALS, trials);
    SplittableRandom random = new SplittableRandom(1);
    List<Outcome> shuffled = new ArrayList<>();
    for (Outcome trial : trials) {
      shuffled.add(Outcome.pending(trial.number(), trial.proposal()));
      shuffled.add(Outcome.complete(trial.number(), trial.proposal(), random.nextDouble()));
      shuffled.add(Outcome.failed(trial.number(), trial.proposal()));
    }
    List<Outcome> last = new ArrayList<>(trials);
    Collections.shuffle(last, new Random(1));
    shuffled.addAll(last);
    assertThat(propose(sweep, TRIALS, shuffled)).isEqualTo(inOrder);
  }

  /** Sixteen workers that begin at once: without the liar all go where the first would go. */
  @Test
  void tpeKeepsWorkersApart() {
    SweepDefinition sweep = sweep("tpe", 1);
    List<Outcome> trials = search(sweep, 0, List.of(), SearchTest::cost).subList(0, 30);
    List<Outcome> known = new ArrayList<>(trials);
    List<Proposal> apart = new ArrayList<>();
    List<Proposal> together = new ArrayList<>();
    for (int n = 30; n < 46; n++) {
      together.add(propose(sweep, n, trials));
      apart.add(propose(sweep, n, known));
      known.add(Outcome.pending(n, apart.get(apart.size() - 1)));
    }
    assertThat(spread(apart)).isGreaterThan(1.2 * spread(together));
  }

  /** The mean distance of two settings' genes. */
  private static double spread(List<Proposal> proposals) {
    double sum = 0;
    for (Proposal a : proposals) {
      for (Proposal b : proposals) {
        sum += Math.hypot(a.genes().get(0) - b.genes().get(0), a.genes().get(1) - b.genes().get(1));
      }
    }
    return sum / (proposals.size() * (proposals.size() - 1.0));
  }

  /** Only where code and rate go together: dimension by dimension the good ones lie everywhere. */
  @Test
  void tpeLearnsWhichValuesGoTogether() {
    SweepDefinition sweep = sweep("tpe", 1);
    List<Outcome> trials = new ArrayList<>();
    for (int n = 0; n < 150; n++) {
      double first = (0.5 + n * 0.7548776662) % 1; // evenly over the square
      double second = (0.5 + n * 0.5698402910) % 1;
      Proposal proposal = sweep.space().proposal(new double[] {first, second});
      trials.add(Outcome.complete(n, proposal, Math.abs(first - second)));
    }
    long together =
        IntStream.range(150, 250)
            .mapToObj(n -> propose(sweep, n, trials))
            .filter(p -> Math.abs(p.genes().get(0) - p.genes().get(1)) < 0.15)
            .count();
    // Of random settings 28 would lie there.
    assertThat(together).isGreaterThan(60);
  }

  /** The trap that GeneticSearch avoids: setRngSeed reaches none of the parts that draw. */
  @Test
  void arbitersOwnGeneticSearchIgnoresItsSeed() {
    Set<List<Double>> first = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      GeneticSearchCandidateGenerator generator =
          new GeneticSearchCandidateGenerator.Builder(
                  sweep("genetic", 1).space(), new GeneticSearch.Minimize())
              .populationModel(new PopulationModel.Builder().build())
              .build();
      generator.setRngSeed(1);
      double[] genes = generator.getCandidate().getFlatParameters();
      first.add(Arrays.stream(genes).boxed().toList());
    }
    assertThat(first).hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"genetic", "tpe"})
  void learnsFromResults(String kind) {
    double[] learned = new double[9];
    double[] random = new double[9];
    for (int seed = 0; seed < learned.length; seed++) {
      learned[seed] = best(search(sweep(kind, seed + 1), 0, List.of(), SearchTest::cost));
      random[seed] = best(search(sweep("random", seed + 1), 0, List.of(), SearchTest::cost));
    }
    Arrays.sort(learned);
    Arrays.sort(random);
    assertThat(learned[4]).isLessThan(0.7 * random[4]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"genetic", "tpe", "gp"})
  void doesNotRepeatASetting(String kind) {
    List<Outcome> trials = search(sweep(kind, 3), 0, List.of(), SearchTest::cost);
    assertThat(trials.stream().map(Outcome::parameters).distinct()).hasSize(TRIALS);
  }

  /** Left out without more, they draw the search: all of the late trials failed then. */
  @Test
  void tpeKeepsAwayFromWhereTrialsFail() {
    List<Outcome> trials =
        search(
            sweep("tpe", 1),
            0,
            List.of(),
            p ->
                Double.parseDouble(p.get("learningRate")) > 0.003
                    ? Double.NaN
                    : Math.abs(Double.parseDouble(p.get("code")) - 9));
    long failedLate =
        trials.subList(30, TRIALS).stream().filter(t -> t.is(JobState.FAILED)).count();
    // Of random settings half would fail: 0.003 lies in the middle of the range's logarithms.
    assertThat(failedLate).isLessThan(8);
  }

  /** Failures spread over the space, as of a machine in trouble, do not change what is best. */
  @Test
  void failedTrialsAreNeitherGoodNorBad() {
    SweepDefinition sweep = sweep("tpe", 1);
    List<Outcome> trials = new ArrayList<>();
    for (int n = 0; n < 80; n++) {
      double gene = anywhere(1_000 + n);
      Proposal proposal = at(sweep, n, gene);
      // Half of them failed, wherever they lie.
      trials.add(trial(n, proposal, n % 2 == 1 ? Double.NaN : Math.abs(gene - 0.3)));
    }
    List<Outcome> complete = trials.stream().filter(t -> t.is(JobState.COMPLETE)).toList();
    assertThat(complete).hasSize(40);
    assertThat(proposed(sweep, trials, 0.2, 0.4))
        .isCloseTo(proposed(sweep, complete, 0.2, 0.4), within(15L))
        .isGreaterThan(60);
  }

  /** As long as too few have a value, settings are random. */
  @Test
  void failedTrialsAreNoStartOfAnEstimate() {
    SweepDefinition sweep = sweep("tpe", 1);
    List<Outcome> failed =
        search(sweep, 0, List.of(), p -> Double.NaN).stream()
            .filter(t -> t.is(JobState.FAILED))
            .toList();
    assertThat(failed).hasSize(TRIALS);
    assertThat(proposed(sweep, failed, 0, 0.5)).isBetween(35L, 65L);
  }

  /** Not evenly: densities of points on a lattice have one, too. */
  private static double anywhere(int number) {
    return new SplittableRandom(number).nextDouble();
  }

  /** With that first gene; the second lies anywhere. */
  private static Proposal at(SweepDefinition sweep, int number, double gene) {
    return sweep.space().proposal(new double[] {gene, anywhere(number)});
  }

  private static Outcome pruned(int number, Proposal proposal, int epoch, double loss) {
    return Outcome.pruned(number, proposal, new Trial.Reached(epoch, loss));
  }

  /** How many of 100 proposals have their first gene in a range. */
  private static long proposed(
      SweepDefinition sweep, List<Outcome> trials, double low, double high) {
    return IntStream.range(trials.size(), trials.size() + 100)
        .mapToObj(n -> propose(sweep, n, trials))
        .filter(p -> p.genes().get(0) >= low && p.genes().get(0) <= high)
        .count();
  }

  /** With most trials pruned, as ASHA does it, the share of good ones exceeds the complete ones. */
  @ParameterizedTest
  @CsvSource({"0.05, 5", "0.15, 5", "0.5, 5", "0.15, 3", "0.15, 14"})
  void tpeTakesNoPrunedTrialForAGoodOne(double quantile, int complete) {
    SweepDefinition sweep =
        SweepFile.parse(
            "toy.yaml", yaml + "search: {kind: tpe, quantile: " + quantile + "}\n", List.of());
    List<Outcome> trials = new ArrayList<>();
    for (int n = 0; n < 100 - complete; n++) {
      // The ten oldest lie together; the others wherever chance had them.
      double gene = n < 10 ? 0.10 + n * 0.005 : anywhere(1_000 + n);
      Proposal proposal = at(sweep, n, gene);
      trials.add(pruned(n, proposal, n < 10 ? 9 : 1 + n % 3, 0.5 + n * 0.001));
    }
    for (int i = 0; i < complete; i++) {
      double gene = 0.70 + i * 0.04 / complete;
      Proposal proposal = at(sweep, trials.size(), gene);
      trials.add(trial(trials.size(), proposal, 0.1 + i * 0.01));
    }
    assertThat(proposed(sweep, trials, 0.05, 0.20)).isLessThan(15);
    // Of random settings 24 would lie there; of three complete ones the estimate is a wide one.
    assertThat(proposed(sweep, trials, 0.60, 0.84)).isGreaterThan(complete < 5 ? 24 : 60);
  }

  @Test
  void ofPrunedTrialsTpePrefersThoseThatCameFarthest() {
    SweepDefinition sweep = sweep("tpe", 1);
    List<Outcome> trials = new ArrayList<>();
    for (int n = 0; n < 60; n++) {
      // Every eighth came farther than others; every eighth has the lowest loss, but early.
      double gene = n % 8 == 0 ? 0.75 : n % 8 == 1 ? 0.25 : anywhere(1_000 + n);
      Proposal proposal = at(sweep, n, gene);
      trials.add(pruned(n, proposal, n % 8 == 0 ? 9 : 1, n % 8 == 1 ? 0.01 : 0.3));
    }
    assertThat(proposed(sweep, trials, 0.65, 0.85)).isGreaterThan(60);
    assertThat(proposed(sweep, trials, 0.15, 0.35)).isLessThan(15);
  }

  private static final Space CONDITIONAL =
      new Space(
          List.of(
              new Dimension("kind", new Domain.Choice(List.of("a", "b")), Optional.empty()),
              level("a"),
              level("b"),
              new Dimension("rate", new Domain.Uniform(0, 1), Optional.empty())));

  private static Dimension level(String kind) {
    return new Dimension(
        "level",
        new Domain.Uniform(0, 1),
        Optional.of(new Dimension.Condition("kind", Set.of(kind))));
  }

  private static Search conditional(long seed) {
    SearchOptions options = new SearchOptions(SearchOptions.Kind.TPE, 5, 20, 0.1, 10, 24, 0.15);
    return Search.of(options, CONDITIONAL, new Objective("l", Objective.Goal.MIN, ""), seed);
  }

  private static double level(Proposal proposal) {
    return Double.parseDouble(proposal.parameters().get("level"));
  }

  private static boolean isA(Proposal proposal) {
    return proposal.parameters().get("kind").equals("a");
  }

  /** The levels that are good are others for each choice. */
  @Test
  void whatCountsUnderAConditionIsLearnedWhereItCounts() {
    Search search = conditional(1);
    for (int n = 0; n < 120; n++) {
      double level = anywhere(n);
      boolean a = n % 2 == 0;
      double[] genes = {a ? 0.25 : 0.75, level, level, anywhere(500 + n)};
      double cost = Math.abs(level - (a ? 0.2 : 0.8));
      search.learn(Outcome.complete(n, CONDITIONAL.proposal(genes), cost));
    }
    List<Proposal> proposed =
        IntStream.range(120, 220).mapToObj(n -> search.propose(n).orElseThrow()).toList();
    List<Proposal> ofA = proposed.stream().filter(SearchTest::isA).toList();
    List<Proposal> ofB = proposed.stream().filter(proposal -> !isA(proposal)).toList();
    assertThat(ofA).hasSizeBetween(20, 80);
    // Of random settings six in ten would lie so far away.
    assertThat(ofA).filteredOn(p -> level(p) > 0.4).hasSizeLessThan(ofA.size() / 4);
    assertThat(ofB).filteredOn(p -> level(p) < 0.6).hasSizeLessThan(ofB.size() / 4);
  }

  /** One choice always fails: it is left alone, and the other's levels do not hear of it. */
  @Test
  void failuresCountWhereTheirDimensionsDo() {
    Search failing = conditional(1);
    Search without = conditional(1);
    for (int n = 0; n < 60; n++) {
      boolean a = n % 2 == 0;
      double level = anywhere(n);
      double[] genes = {a ? 0.25 : 0.75, level, level, anywhere(500 + n)};
      Proposal proposal = CONDITIONAL.proposal(genes);
      if (a) {
        without.learn(Outcome.complete(n, proposal, Math.abs(level - 0.3)));
        failing.learn(Outcome.complete(n, proposal, Math.abs(level - 0.3)));
      } else {
        failing.learn(Outcome.failed(n, proposal));
      }
    }
    List<Proposal> proposed =
        IntStream.range(60, 160).mapToObj(n -> failing.propose(n).orElseThrow()).toList();
    assertThat(proposed).filteredOn(SearchTest::isA).hasSizeGreaterThan(85);
    double far = proposed.stream().filter(p -> isA(p) && Math.abs(level(p) - 0.3) > 0.15).count();
    double farWithout =
        IntStream.range(60, 160)
            .mapToObj(n -> without.propose(n).orElseThrow())
            .filter(p -> isA(p) && Math.abs(level(p) - 0.3) > 0.15)
            .count();
    assertThat(far).isCloseTo(farWithout, within(15.0));
  }

  /** Thousands of trials: the bad ones of long ago are still known to be bad. */
  @Test
  void tpeForgetsNoRegionAmongThousands() {
    SweepDefinition sweep = sweep("tpe", 1);
    List<Outcome> trials = new ArrayList<>();
    for (int n = 0; n < 3_000; n++) {
      // The second half was tried within the best region alone.
      double gene = n < 1_500 ? anywhere(1_000 + n) : 0.3 + 0.1 * anywhere(1_000 + n);
      Proposal proposal = sweep.space().proposal(new double[] {anywhere(n), gene});
      trials.add(Outcome.complete(n, proposal, Math.abs(gene - 0.35)));
    }
    long near =
        IntStream.range(3_000, 3_050)
            .mapToObj(n -> propose(sweep, n, trials))
            .filter(p -> Math.abs(p.genes().get(1) - 0.35) < 0.1)
            .count();
    assertThat(near).isGreaterThan(35);
  }

  /** Offspring have the genes of the best of all trials, however many there were since. */
  @Test
  void theGeneticSearchBreedsFromTheBest() {
    SearchOptions options = new SearchOptions(SearchOptions.Kind.GENETIC, 5, 4, 0, 10, 24, 0.15);
    Space space =
        new Space(
            List.of(
                new Dimension("x", new Domain.Uniform(0, 1), Optional.empty()),
                new Dimension("y", new Domain.Uniform(0, 1), Optional.empty())));
    Search search = Search.of(options, space, new Objective("l", Objective.Goal.MAX, ""), 1);
    for (int n = 0; n < 50; n++) {
      double gene = n < 4 ? 0.9 + n * 0.01 : n * 0.01;
      Proposal proposal = space.proposal(new double[] {gene, gene});
      search.learn(Outcome.complete(n, proposal, n < 4 ? 10 - n : n * 0.01));
    }
    for (int n = 50; n < 60; n++) {
      assertThat(search.propose(n).orElseThrow().genes()).allMatch(gene -> gene >= 0.9);
    }
  }
}
