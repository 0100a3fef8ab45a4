package dev.bottleneck.sweep.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.StoredJob;
import dev.bottleneck.sweep.ToySweep;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.definition.SweepFile;
import dev.bottleneck.sweep.space.Domain;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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

  private static Trial trial(int number, Proposal proposal, OptionalDouble value) {
    JobState state = value.isPresent() ? JobState.COMPLETE : JobState.FAILED;
    return new Trial(
        job(number, state, value, Optional.empty()), proposal, Map.of(), Trial.Reached.NOTHING);
  }

  private static StoredJob job(
      int number, JobState state, OptionalDouble value, Optional<String> error) {
    return new StoredJob(
        Stage.SEARCH.toString(),
        number,
        state,
        "",
        1,
        Optional.empty(),
        value,
        error,
        Optional.empty(),
        0,
        60_000,
        1,
        0,
        1);
  }

  private static List<Trial> search(
      SweepDefinition sweep,
      int from,
      List<Trial> earlier,
      ToDoubleFunction<Map<String, String>> cost) {
    List<Trial> trials = new ArrayList<>(earlier);
    for (int n = from; n < TRIALS; n++) {
      // A new search for each trial: it keeps nothing.
      Proposal proposal = Search.of(sweep).propose(n, () -> trials).orElseThrow();
      double value = cost.applyAsDouble(proposal.parameters());
      trials.add(
          trial(
              n,
              proposal,
              Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value)));
    }
    return trials;
  }

  private static double best(List<Trial> trials) {
    return trials.stream().flatMapToDouble(t -> t.value().stream()).min().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "genetic", "tpe"})
  void isAFunctionOfSeedNumberAndResults(String kind) {
    List<Trial> once = search(sweep(kind, 1), 0, List.of(), SearchTest::cost);
    assertThat(search(sweep(kind, 1), 0, List.of(), SearchTest::cost)).isEqualTo(once);
    assertThat(search(sweep(kind, 1), 40, once.subList(0, 40), SearchTest::cost)).isEqualTo(once);
    assertThat(search(sweep(kind, 2), 0, List.of(), SearchTest::cost)).isNotEqualTo(once);
  }

  @Test
  void randomSearchLooksAtNoResult() {
    Search random = Search.of(sweep("random", 1));
    List<Trial> none = List.of();
    assertThat(random.propose(7, () -> none))
        .isEqualTo(
            random.propose(
                7,
                () -> {
                  throw new AssertionError("asked for results");
                }));
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
  @ValueSource(strings = {"genetic", "tpe"})
  void doesNotRepeatASetting(String kind) {
    List<Trial> trials = search(sweep(kind, 3), 0, List.of(), SearchTest::cost);
    assertThat(trials.stream().map(Trial::parameters).distinct()).hasSize(TRIALS);
  }

  /** Left out without more, they draw the search: all of the late trials failed then. */
  @Test
  void tpeKeepsAwayFromWhereTrialsFail() {
    List<Trial> trials =
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
    List<Trial> trials = new ArrayList<>();
    for (int n = 0; n < 80; n++) {
      double gene = (0.01 + n * 0.618) % 1;
      Proposal proposal = sweep.space().proposal(new double[] {gene, gene});
      // Half of them failed, wherever they lie.
      trials.add(trial(n, proposal, value(n % 2, Math.abs(gene - 0.3))));
    }
    List<Trial> complete = trials.stream().filter(t -> t.is(JobState.COMPLETE)).toList();
    assertThat(complete).hasSize(40);
    assertThat(proposed(sweep, trials, 0.2, 0.4))
        .isCloseTo(proposed(sweep, complete, 0.2, 0.4), within(15L))
        .isGreaterThan(60);
  }

  /** As long as too few have a value, settings are random. */
  @Test
  void failedTrialsAreNoStartOfAnEstimate() {
    SweepDefinition sweep = sweep("tpe", 1);
    List<Trial> failed =
        search(sweep, 0, List.of(), p -> Double.NaN).stream()
            .filter(t -> t.is(JobState.FAILED))
            .toList();
    assertThat(failed).hasSize(TRIALS);
    assertThat(proposed(sweep, failed, 0, 0.5)).isBetween(35L, 65L);
  }

  private static OptionalDouble value(int failed, double value) {
    return failed == 1 ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static Trial pruned(int number, Proposal proposal, int epoch, double loss) {
    return new Trial(
        job(number, JobState.PRUNED, OptionalDouble.empty(), Optional.of("others were better")),
        proposal,
        Map.of(),
        new Trial.Reached(epoch, loss));
  }

  /** How many of 100 proposals have their first gene in a range. */
  private static long proposed(SweepDefinition sweep, List<Trial> trials, double low, double high) {
    return IntStream.range(trials.size(), trials.size() + 100)
        .mapToObj(n -> Search.of(sweep).propose(n, () -> trials).orElseThrow())
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
    List<Trial> trials = new ArrayList<>();
    for (int n = 0; n < 100 - complete; n++) {
      // The ten oldest lie together; the others wherever chance had them.
      double gene = n < 10 ? 0.10 + n * 0.005 : (n * 0.618) % 1;
      Proposal proposal = sweep.space().proposal(new double[] {gene, gene});
      trials.add(pruned(n, proposal, n < 10 ? 9 : 1 + n % 3, 0.5 + n * 0.001));
    }
    for (int i = 0; i < complete; i++) {
      double gene = 0.70 + i * 0.04 / complete;
      Proposal proposal = sweep.space().proposal(new double[] {gene, gene});
      trials.add(trial(trials.size(), proposal, OptionalDouble.of(0.1 + i * 0.01)));
    }
    assertThat(proposed(sweep, trials, 0.05, 0.20)).isLessThan(15);
    // Of random settings 24 would lie there; of three complete ones the estimate is a wide one.
    assertThat(proposed(sweep, trials, 0.60, 0.84)).isGreaterThan(complete < 5 ? 24 : 60);
  }

  @Test
  void ofPrunedTrialsTpePrefersTheOneThatCameFarthest() {
    SweepDefinition sweep = sweep("tpe", 1);
    List<Trial> trials = new ArrayList<>();
    for (int n = 0; n < 20; n++) {
      double gene = n / 20.0;
      Proposal proposal = sweep.space().proposal(new double[] {gene, gene});
      // The 15th came as far as the 3rd, with the lower loss; the 8th has the lowest, but early.
      int epoch = n == 15 || n == 3 ? 9 : 1;
      trials.add(pruned(n, proposal, epoch, n == 8 ? 0.01 : n == 15 ? 0.2 : 0.3));
    }
    assertThat(proposed(sweep, trials, 0.65, 0.85)).isGreaterThan(60);
  }

  @Test
  void aParzenEstimatorIsADensity() {
    double[] genes = {0.02, 0.3, 0.31, 0.9};
    ParzenEstimator estimator = ParzenEstimator.of(new Domain.Uniform(0, 1), genes);
    int steps = 20_000;
    double integral =
        IntStream.range(0, steps)
                .mapToDouble(i -> Math.exp(estimator.logDensity((i + 0.5) / steps)))
                .sum()
            / steps;
    assertThat(integral).isCloseTo(1, within(1e-6));

    SplittableRandom random = new SplittableRandom(1);
    double below =
        IntStream.range(0, steps).filter(i -> estimator.draw(random) < 0.3).count()
            / (double) steps;
    double expected =
        IntStream.range(0, steps)
                .mapToDouble(i -> (i + 0.5) / steps)
                .filter(x -> x < 0.3)
                .map(x -> Math.exp(estimator.logDensity(x)))
                .sum()
            / steps;
    assertThat(below).isCloseTo(expected, within(0.015));
  }

  @Test
  void aChoicesProbabilitiesCountOccurrences() {
    Domain choice = new Domain.Choice(List.of("a", "b", "c"));
    ParzenEstimator estimator = ParzenEstimator.of(choice, new double[] {0.1, 0.2, 0.9});
    assertThat(Math.exp(estimator.logDensity(0.3))).isCloseTo(3 / 6.0, within(1e-12));
    assertThat(Math.exp(estimator.logDensity(0.5))).isCloseTo(1 / 6.0, within(1e-12));
    assertThat(Math.exp(estimator.logDensity(1))).isCloseTo(2 / 6.0, within(1e-12));
  }
}
