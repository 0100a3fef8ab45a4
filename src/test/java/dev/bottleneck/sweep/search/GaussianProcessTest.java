package dev.bottleneck.sweep.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.evaluation.Cholesky;
import dev.bottleneck.sweep.space.Dimension;
import dev.bottleneck.sweep.space.Domain;
import dev.bottleneck.sweep.space.Space;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Gaussian process held against another program's, and against its own definition. */
class GaussianProcessTest {
  private static final Domain RANGE = new Domain.Uniform(0, 1);
  private static final SettingDistance CUBE = new SettingDistance(cube(3));
  private static final double[] LOG_SCALES = {
    Math.log(0.4), Math.log(1.2), Math.log(2.5), Math.log(0.05 - 1e-8)
  };

  static Space cube(int dimensions) {
    return new Space(
        IntStream.range(0, dimensions)
            .mapToObj(k -> new Dimension("x" + k, RANGE, Optional.empty()))
            .toList());
  }

  /** A choice, a range that counts with one of its values, whole numbers, a range. */
  private static final Space MIXED =
      new Space(
          List.of(
              new Dimension("kind", new Domain.Choice(List.of("a", "b", "c")), Optional.empty()),
              new Dimension(
                  "level", RANGE, Optional.of(new Dimension.Condition("kind", Set.of("a")))),
              new Dimension("code", new Domain.Whole(3, 7), Optional.empty()),
              new Dimension("rate", RANGE, Optional.empty())));

  private static double[] genes(int factor, double first, double step) {
    return IntStream.range(0, 3).mapToDouble(k -> factor * (first + step * k) % 1).toArray();
  }

  private static double[][] places() {
    return IntStream.rangeClosed(1, 12)
        .mapToObj(i -> genes(i, 0.12345678, 0.3711137))
        .toArray(double[][]::new);
  }

  private static double[] values() {
    return Arrays.stream(places())
        .mapToDouble(x -> Math.sin(5 * x[0]) + x[1] * x[1] - x[2])
        .toArray();
  }

  /** Computed by {@code src/independent/gaussian_process.py}, with scikit-learn 1.2.1. */
  @Test
  void anotherProgramBelievesTheSame() {
    GaussianProcess process = new GaussianProcess(CUBE, places(), values(), LOG_SCALES);
    double[] means = {0.235870172520, 0.775872897528, -0.538989935330};
    double[] deviations = {0.242812798170, 0.252126561127, 0.422989353119};
    for (int i = 0; i < means.length; i++) {
      GaussianProcess.Belief belief = process.believe(genes(i + 1, 0.23, 0.11));
      assertThat(belief.mean()).isCloseTo(means[i], within(1e-10));
      assertThat(belief.deviation()).isCloseTo(deviations[i], within(1e-10));
    }
  }

  /** The same program's, to which the priors are added: it has none. */
  @Test
  void anotherProgramFindsScalesAsLikely() {
    double likelihood = -6.320486713081;
    double[] slopes = {1.070915691044, -0.553187709544, 0.275599099797, -2.143371130587};
    double value = -likelihood - 6 * Math.log(2 * Math.PI);
    double[] gradient = new double[4];
    double found = new ScaleDensity(CUBE, places(), values()).value(LOG_SCALES, gradient);
    for (int k = 0; k < slopes.length; k++) {
      double off = LOG_SCALES[k] - (k == 3 ? -6 : Math.log(3) / 2);
      double variance = k == 3 ? 4 : 3;
      value += off * off / (2 * variance);
      // Its noise has a part that stays.
      double share = k == 3 ? (0.05 - 1e-8) / 0.05 : 1;
      assertThat(gradient[k]).isCloseTo(-slopes[k] * share + off / variance, within(1e-10));
    }
    assertThat(found).isCloseTo(value, within(1e-10));
  }

  private static double[][] mixedPlaces(int count) {
    SettingDistance distance = new SettingDistance(MIXED);
    SplittableRandom random = new SplittableRandom(1);
    return IntStream.range(0, count)
        .mapToObj(i -> distance.place(random.doubles(4).toArray()))
        .toArray(double[][]::new);
  }

  @Test
  void slopesAreFiniteDifferences() {
    double[] values = new SplittableRandom(2).doubles(15, -1, 1).toArray();
    ScaleDensity density = new ScaleDensity(new SettingDistance(MIXED), mixedPlaces(15), values);
    double[] at = {-0.5, 0.3, -1.2, 0.1, -3};
    double[] gradient = new double[5];
    density.value(at, gradient);
    for (int k = 0; k < at.length; k++) {
      double[] above = at.clone();
      double[] below = at.clone();
      above[k] += 1e-5;
      below[k] -= 1e-5;
      double difference = (density.value(above) - density.value(below)) / 2e-5;
      assertThat(gradient[k]).isCloseTo(difference, within(1e-7));
    }
  }

  /** Were these no distances of a Euclidean space, there would be a root of something below 0. */
  @Test
  void covariancesOfSettingsArePositiveDefinite() {
    double[][] places = mixedPlaces(80);
    SettingDistance distance = new SettingDistance(MIXED);
    double[][] covariance = new double[80][80];
    for (int i = 0; i < 80; i++) {
      for (int j = 0; j < 80; j++) {
        double squared = 0;
        for (int k = 0; k < 4; k++) {
          squared += distance.squared(k, places[i][k], places[j][k]);
        }
        covariance[i][j] = Matern.covariance(squared) + (i == j ? 1e-9 : 0);
      }
    }
    Cholesky.decompose(covariance);
    for (int i = 0; i < 80; i++) {
      assertThat(covariance[i][i]).isFinite().isPositive();
    }
  }

  @Test
  void distancesGoFromNoneToOne() {
    SettingDistance distance = new SettingDistance(MIXED);
    double[] a = distance.place(new double[] {0.1, 0, 0.1, 0});
    double[] other = distance.place(new double[] {0.1, 1, 0.9, 0.25});
    double[] b = distance.place(new double[] {0.5, 0.7, 0.5, 1});
    double[] c = distance.place(new double[] {0.9, 0.2, 0.5, 1});
    assertThat(distance.squared(0, a[0], other[0])).isZero();
    assertThat(distance.squared(0, a[0], b[0])).isEqualTo(1);
    assertThat(distance.squared(0, b[0], c[0])).isEqualTo(1);
    assertThat(distance.squared(1, a[1], other[1])).isCloseTo(1, within(1e-15));
    assertThat(distance.squared(1, a[1], b[1])).isEqualTo(1);
    assertThat(distance.squared(1, b[1], c[1])).isZero();
    assertThat(distance.squared(2, a[2], other[2])).isEqualTo(1);
    assertThat(distance.squared(2, a[2], b[2])).isEqualTo(0.25);
    assertThat(distance.squared(3, a[3], other[3])).isEqualTo(0.0625);
  }

  /** Values follow from the first dimension alone: what the others are changes nothing. */
  @Test
  void findsOutWhichDimensionMatters() {
    SplittableRandom random = new SplittableRandom(1);
    double[][] places =
        IntStream.range(0, 40).mapToObj(i -> random.doubles(3).toArray()).toArray(double[][]::new);
    double[] values = Arrays.stream(places).mapToDouble(x -> Math.sin(6 * x[0])).toArray();
    GaussianProcess process = GaussianProcess.fit(CUBE, places, values);
    for (double gene : new double[] {0.1, 0.35, 0.6, 0.85}) {
      for (double other : new double[] {0.05, 0.95}) {
        GaussianProcess.Belief belief = process.believe(new double[] {gene, other, 1 - other});
        assertThat(belief.mean()).isCloseTo(Math.sin(6 * gene), within(0.05));
        assertThat(belief.deviation()).isLessThan(0.1);
      }
    }
  }

  /** Values that are all the same, at settings that are, too; more of them, that still run. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void isFiniteWhateverItIsGiven(int dimensions) {
    SettingDistance distance = new SettingDistance(cube(dimensions));
    SplittableRandom random = new SplittableRandom(1);
    double[][] places = new double[24][];
    double[][] running = new double[8][];
    for (int i = 0; i < places.length; i++) {
      places[i] = i % 3 == 0 ? random.doubles(dimensions).toArray() : places[i - 1];
    }
    for (int i = 0; i < running.length; i++) {
      running[i] = i == 0 ? places[0] : random.doubles(dimensions).toArray();
    }
    for (double[] values : new double[][] {new double[24], random.doubles(24).toArray()}) {
      GaussianProcess process = GaussianProcess.fit(distance, places, values).believing(running);
      GaussianProcess.Belief belief = process.believe(random.doubles(dimensions).toArray());
      assertThat(belief.mean()).isFinite();
      assertThat(belief.deviation()).isFinite().isPositive();
      assertThat(process.least()).isFinite();
    }
  }

  @Test
  void whatIsBelievedOfOneSettingChangesNoMean() {
    GaussianProcess process = new GaussianProcess(CUBE, places(), values(), LOG_SCALES);
    double[] running = {0.2, 0.9, 0.4};
    GaussianProcess believing = process.believing(new double[][] {running});
    double[] near = {0.25, 0.85, 0.4};
    assertThat(believing.believe(near).mean())
        .isCloseTo(process.believe(near).mean(), within(1e-9));
    assertThat(believing.believe(near).deviation())
        .isLessThan(0.9 * process.believe(near).deviation());
    assertThat(believing.least()).isCloseTo(process.least(), within(1e-9));
  }
}
