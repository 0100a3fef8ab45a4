package dev.bottleneck.sweep.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.sweep.space.Dimension;
import dev.bottleneck.sweep.space.Domain;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Densities that add up to one, from which is drawn what they say. */
class ParzenEstimatorTest {
  private static final int STEPS = 300;
  private static final List<double[]> SETTINGS =
      List.of(
          new double[] {0.02, 0.5, 0.1},
          new double[] {0.3, 0.9, 0.2},
          new double[] {0.31, 0.95, 0.9},
          new double[] {0.9, 0.05, 0.5});

  private static Dimension dimension(Domain domain) {
    return new Dimension("x", domain, Optional.empty());
  }

  private static final Domain RANGE = new Domain.Uniform(0, 1);
  private static final Domain WHOLE = new Domain.Whole(3, 7);
  private static final Domain CHOICE = new Domain.Choice(List.of("a", "b", "c"));

  private static ParzenEstimator estimator(Domain... domains) {
    return ParzenEstimator.of(
        List.of(domains).stream().map(ParzenEstimatorTest::dimension).toList(), SETTINGS);
  }

  /** The middles of so many parts of [0, 1]. */
  private static double[] middles(int count) {
    return IntStream.range(0, count).mapToDouble(i -> (i + 0.5) / count).toArray();
  }

  @Test
  void theDensityOverAllValuesIsOne() {
    ParzenEstimator estimator = estimator(RANGE, WHOLE, CHOICE);
    double sum = 0;
    for (double range : middles(STEPS)) {
      for (double whole : middles(5)) {
        for (double choice : middles(3)) {
          sum += Math.exp(estimator.logDensity(new double[] {range, whole, choice}));
        }
      }
    }
    assertThat(sum / STEPS).isCloseTo(1, within(1e-5));
  }

  @Test
  void whatIsDrawnIsDistributedByTheDensity() {
    ParzenEstimator estimator = estimator(RANGE, WHOLE, CHOICE);
    double expected = 0;
    for (double range : middles(STEPS)) {
      if (range < 0.25) {
        for (double choice : middles(3)) {
          for (double whole : new double[] {0.1, 0.5}) {
            expected += Math.exp(estimator.logDensity(new double[] {range, whole, choice})) / STEPS;
          }
        }
      }
    }
    SplittableRandom random = new SplittableRandom(1);
    int draws = 40_000;
    long there =
        IntStream.range(0, draws)
            .mapToObj(i -> estimator.draw(random))
            .filter(genes -> genes[0] < 0.25 && (genes[1] == 0.1 || genes[1] == 0.5))
            .count();
    assertThat(there / (double) draws).isCloseTo(expected, within(0.01)); // four deviations
  }

  /** By hand: four settings of one dimension, so 5 kernels of the weight 1/5. */
  @Test
  void aChoicesProbabilitiesAreThoseOfItsKernels() {
    ParzenEstimator estimator = estimator(CHOICE);
    // Genes 0.02, 0.3 and 0.31 are a, 0.9 is c; a kernel gives its own 1.2 / 1.6, others 0.2 / 1.6.
    double prior = 1 / 3.0;
    assertThat(Math.exp(estimator.logDensity(new double[] {0.1})))
        .isCloseTo((3 * 0.75 + 0.125 + prior) / 5, within(1e-12));
    assertThat(Math.exp(estimator.logDensity(new double[] {0.5})))
        .isCloseTo((4 * 0.125 + prior) / 5, within(1e-12));
    assertThat(Math.exp(estimator.logDensity(new double[] {1})))
        .isCloseTo((3 * 0.125 + 0.75 + prior) / 5, within(1e-12));
  }

  /** By hand: without settings the prior alone, a Gaussian around the middle, cut at both ends. */
  @Test
  void withoutSettingsThereIsThePrior() {
    ParzenEstimator prior = ParzenEstimator.of(List.of(dimension(RANGE)), List.of());
    double within = 0.38292492254802624; // of a Gaussian within half a deviation of its mean
    assertThat(prior.logDensity(new double[] {0.5}))
        .isCloseTo(-Math.log(Math.sqrt(2 * Math.PI) * within), within(1e-12));
    assertThat(prior.logDensity(new double[] {0}))
        .isCloseTo(-0.125 - Math.log(Math.sqrt(2 * Math.PI) * within), within(1e-12));
  }

  /** One dimension, 30 settings: 5 before the latest 25, from 1/30 evenly up to 1. */
  @Test
  void oldSettingsWeighLess() {
    List<double[]> settings =
        IntStream.range(0, 30).mapToObj(i -> new double[] {i == 0 ? 0.1 : 0.9}).toList();
    Domain choice = new Domain.Choice(List.of("a", "b"));
    ParzenEstimator estimator = ParzenEstimator.of(List.of(dimension(choice)), settings);
    double[] rising =
        IntStream.range(0, 5).mapToDouble(i -> 1 / 30.0 + i * (1 - 1 / 30.0) / 4).toArray();
    double others = rising[1] + rising[2] + rising[3] + rising[4] + 25;
    double own = (1 + 1 / 31.0) / (1 + 2 / 31.0);
    double expected = (rising[0] * own + others * (1 - own) + 0.5) / (rising[0] + others + 1);
    assertThat(Math.exp(estimator.logDensity(new double[] {0.2})))
        .isCloseTo(expected, within(1e-12));
  }

  /**
   * Computed by the program of others: {@code _ParzenEstimator.log_pdf} of Optuna 5.0.0.dev, commit
   * 1d8ce7b, with its defaults, of the same settings and genes as values of three floats from 0 to
   * 1, a categorical of three choices and an integer from 0 to 99,999.
   */
  @ParameterizedTest
  @CsvSource({
    "0, -12.512575701701, -12.557425751704, -12.712174101682",
    "3, -12.101520125225, -12.054387554962, -14.087320993495",
    "10, -14.182478637129, -14.741788409231, -15.110044905646",
    "60, -16.292019242230, -16.336869291826, -16.491617642211",
  })
  void optunasDensitiesAreTheSame(int count, double first, double second, double third) {
    List<Dimension> dimensions =
        List.of(
            dimension(RANGE),
            dimension(RANGE),
            dimension(RANGE),
            dimension(CHOICE),
            dimension(new Domain.Whole(0, 99_999)));
    List<double[]> settings =
        IntStream.rangeClosed(1, count).mapToObj(k -> genes(k, 0.12345678, 0.3711137)).toList();
    ParzenEstimator estimator = ParzenEstimator.of(dimensions, settings);
    double[] expected = {first, second, third};
    for (int i = 0; i < expected.length; i++) {
      assertThat(estimator.logDensity(genes(i + 1, 0.23, 0.11)))
          .isCloseTo(expected[i], within(1e-9));
    }
  }

  private static double[] genes(int factor, double first, double step) {
    return IntStream.range(0, 5).mapToDouble(i -> factor * (first + step * i) % 1).toArray();
  }

  /** Of as many whole numbers as there are, and of two; at both ends of the genes. */
  @ParameterizedTest
  @CsvSource({"0, 1", "0, 2147483647", "-2147483648, 2147483647"})
  void whateverIsDrawnOfWholeNumbersIsAGene(int low, int high) {
    List<double[]> settings = List.of(new double[] {0}, new double[] {1}, new double[] {0.5});
    ParzenEstimator estimator =
        ParzenEstimator.of(List.of(dimension(new Domain.Whole(low, high))), settings);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100; i++) {
      double[] genes = estimator.draw(random);
      assertThat(genes[0]).isBetween(0.0, 1.0);
      assertThat(estimator.logDensity(genes)).isFinite();
    }
    assertThat(estimator.logDensity(new double[] {0})).isFinite();
    assertThat(estimator.logDensity(new double[] {1})).isFinite();
  }
}
