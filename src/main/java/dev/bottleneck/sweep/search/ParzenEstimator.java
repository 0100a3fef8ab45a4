package dev.bottleneck.sweep.search;

import dev.bottleneck.sweep.space.Dimension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The joint density of several dimensions' genes among some settings: a mixture that has for each
 * setting the product of its {@link Kernels}, and for the prior one more.
 *
 * <p>The prior and the latest {@value #LATEST} settings have the weight 1; those before them rise
 * evenly from 1/n, of the first of n, to 1.
 *
 * <p>Sources: Falkner et al., BOHB (2018), section 4.1, for the joint density; Bergstra et al.,
 * Making a Science of Model Search (2013), and their Hyperopt for the weights.
 */
final class ParzenEstimator {
  /** Settings that weigh as much as any. */
  static final int LATEST = 25;

  private final List<Kernels> dimensions;
  private final double[] weights; // which add up to 1
  private final double[] logWeights;

  private ParzenEstimator(List<Kernels> dimensions, double[] weights) {
    double sum = Arrays.stream(weights).sum();
    this.dimensions = dimensions;
    this.weights = Arrays.stream(weights).map(weight -> weight / sum).toArray();
    this.logWeights = Arrays.stream(this.weights).map(Math::log).toArray();
  }

  /**
   * Of settings in the order of their trials.
   *
   * @param settings their genes of {@code dimensions}
   */
  static ParzenEstimator of(List<Dimension> dimensions, List<double[]> settings) {
    List<Kernels> kernels = new ArrayList<>();
    for (int i = 0; i < dimensions.size(); i++) {
      int index = i;
      double[] genes = settings.stream().mapToDouble(setting -> setting[index]).toArray();
      kernels.add(Kernels.of(dimensions.get(i).domain(), genes));
    }
    return new ParzenEstimator(kernels, weights(settings.size()));
  }

  private static double[] weights(int n) {
    double[] weights = new double[n + 1];
    int rising = n - LATEST;
    for (int i = 0; i < weights.length; i++) {
      double share = i / Math.max(1.0, rising - 1);
      weights[i] = i >= rising ? 1 : (1 + (n - 1) * share) / n;
    }
    return weights;
  }

  /** Genes drawn from the density. */
  double[] draw(SplittableRandom random) {
    double share = random.nextDouble();
    int drawn = 0;
    while (drawn < weights.length - 1 && share >= weights[drawn]) {
      share -= weights[drawn++];
    }
    int index = drawn;
    return dimensions.stream().mapToDouble(kernels -> kernels.draw(index, random)).toArray();
  }

  /** The logarithm of the density at {@code genes}. */
  double logDensity(double[] genes) {
    double[] terms = new double[weights.length];
    for (int i = 0; i < terms.length; i++) {
      terms[i] = logWeights[i];
      for (int k = 0; k < genes.length; k++) {
        terms[i] += dimensions.get(k).logDensity(i, genes[k]);
      }
    }
    double greatest = Arrays.stream(terms).max().orElseThrow();
    return greatest + Math.log(Arrays.stream(terms).map(t -> Math.exp(t - greatest)).sum());
  }
}
