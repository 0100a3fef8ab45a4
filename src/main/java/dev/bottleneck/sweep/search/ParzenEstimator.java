package dev.bottleneck.sweep.search;

import dev.bottleneck.sweep.space.Domain;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.TruncatedNormalDistribution;

/**
 * The density of one dimension's genes among some settings.
 *
 * <p>Of a range, an equally weighted mixture of the prior, which is uniform on [0, 1], and a
 * Gaussian truncated to [0, 1] around each gene; its standard deviation is the distance to the
 * farther of the gene's neighbours, the ends among them, but at least 1/min(100, n + 1). Of a
 * choice of k values, of which value i occurred Cᵢ times, probabilities proportional to 1 + Cᵢ.
 *
 * <p>Source: Bergstra et al., Algorithms for Hyper-Parameter Optimization (2011), section 4.2; the
 * least width is that of its authors' Hyperopt.
 */
abstract class ParzenEstimator {
  private static final int NARROWEST = 100;

  /** A gene drawn from the density. */
  abstract double draw(SplittableRandom random);

  /** The logarithm of the density at {@code gene}; of a choice, of its value's probability. */
  abstract double logDensity(double gene);

  /** Of the genes of {@code domain} in some settings. */
  static ParzenEstimator of(Domain domain, double[] genes) {
    return domain instanceof Domain.Choice choice
        ? new OfChoice(choice.values().size(), genes)
        : new OfRange(genes);
  }

  private static final class OfRange extends ParzenEstimator {
    private final TruncatedNormalDistribution[] around;

    OfRange(double[] genes) {
      double[] sorted = genes.clone();
      Arrays.sort(sorted);
      int n = sorted.length;
      double narrowest = 1.0 / Math.min(NARROWEST, n + 1);
      around = new TruncatedNormalDistribution[n];
      for (int i = 0; i < n; i++) {
        double below = sorted[i] - (i == 0 ? 0 : sorted[i - 1]);
        double above = (i == n - 1 ? 1 : sorted[i + 1]) - sorted[i];
        double width = Math.max(narrowest, Math.max(below, above));
        around[i] = TruncatedNormalDistribution.of(sorted[i], width, 0, 1);
      }
    }

    @Override
    double draw(SplittableRandom random) {
      int component = random.nextInt(around.length + 1);
      double share = random.nextDouble();
      return component == around.length
          ? share
          : around[component].inverseCumulativeProbability(share);
    }

    @Override
    double logDensity(double gene) {
      double sum = 1;
      for (TruncatedNormalDistribution one : around) {
        sum += one.density(gene);
      }
      return Math.log(sum / (around.length + 1));
    }
  }

  private static final class OfChoice extends ParzenEstimator {
    private final double[] probabilities;

    OfChoice(int values, double[] genes) {
      probabilities = new double[values];
      Arrays.fill(probabilities, 1.0 / (values + genes.length));
      for (double gene : genes) {
        probabilities[value(gene)] += 1.0 / (values + genes.length);
      }
    }

    private int value(double gene) {
      return Math.min(probabilities.length - 1, (int) (gene * probabilities.length));
    }

    @Override
    double draw(SplittableRandom random) {
      double share = random.nextDouble();
      int value = 0;
      while (value < probabilities.length - 1 && share >= probabilities[value]) {
        share -= probabilities[value++];
      }
      return (value + 0.5) / probabilities.length;
    }

    @Override
    double logDensity(double gene) {
      return Math.log(probabilities[value(gene)]);
    }
  }
}
