package dev.bottleneck.sweep.search;

import dev.bottleneck.sweep.space.Domain;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TruncatedNormalDistribution;

/**
 * The densities of one dimension around each of n settings, and, as the last of n + 1, the prior.
 *
 * <p>Of a range: a Gaussian truncated to [0, 1] around each setting's gene. Its standard deviation
 * is the distance to the farther of the gene's neighbours, for the lowest and the highest gene to
 * the only one, but at least 1/min(100, n + 2); that to the ends of the range, where there are no
 * neighbours. The prior's mean is ½, its standard deviation 1. Of whole numbers: the probability of
 * each by the same Gaussian between its genes. Of a choice of k values: (n + 1)⁻¹ each and 1 more
 * for the setting's own, over their sum; the prior gives each the same.
 *
 * <p>Sources: Bergstra et al., Algorithms for Hyper-Parameter Optimization (2011), section 4.2, and
 * the authors' Hyperopt for the least width; Watanabe, Tree-Structured Parzen Estimator (2023),
 * section 3, for the ends and for choices.
 */
abstract class Kernels {
  private static final int NARROWEST = 100;

  /** A gene drawn from the kernel {@code index}. */
  abstract double draw(int index, SplittableRandom random);

  /** The logarithm of that kernel's density at {@code gene}; of a value's probability. */
  abstract double logDensity(int index, double gene);

  /** Around {@code genes} of {@code domain}. */
  static Kernels of(Domain domain, double[] genes) {
    if (domain instanceof Domain.Choice choice) {
      return new OfChoice(choice, genes);
    }
    if (domain instanceof Domain.Whole whole) {
      return new OfWhole(whole, genes);
    }
    return new OfRange(genes);
  }

  private static class OfRange extends Kernels {
    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

    private final double[] means;
    private final double[] widths;
    private final double[] shares; // of the Gaussian, within [0, 1]

    OfRange(double[] genes) {
      int n = genes.length;
      means = Arrays.copyOf(genes, n + 1);
      means[n] = 0.5;
      widths = Arrays.copyOf(widths(genes), n + 1);
      widths[n] = 1;
      shares = new double[n + 1];
      for (int i = 0; i <= n; i++) {
        shares[i] = STANDARD.probability(-means[i] / widths[i], (1 - means[i]) / widths[i]);
      }
    }

    /** Of equal genes one is each other's neighbour, in their order. */
    private static double[] widths(double[] genes) {
      int n = genes.length;
      int[] order =
          IntStream.range(0, n)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> genes[i]))
              .mapToInt(i -> i)
              .toArray();
      double narrowest = 1.0 / Math.min(NARROWEST, n + 2);
      double[] widths = new double[n];
      for (int place = 0; place < n; place++) {
        double gene = genes[order[place]];
        double below = place == 0 ? 0 : gene - genes[order[place - 1]];
        double above = place == n - 1 ? 0 : genes[order[place + 1]] - gene;
        double farther = n == 1 ? Math.max(gene, 1 - gene) : Math.max(below, above);
        widths[order[place]] = Math.max(narrowest, farther);
      }
      return widths;
    }

    @Override
    double draw(int index, SplittableRandom random) {
      ContinuousDistribution around =
          TruncatedNormalDistribution.of(means[index], widths[index], 0, 1);
      return around.inverseCumulativeProbability(random.nextDouble());
    }

    @Override
    double logDensity(int index, double gene) {
      double z = (gene - means[index]) / widths[index];
      return STANDARD.logDensity(z) - Math.log(widths[index] * shares[index]);
    }

    /** The probability of genes between two. */
    double probability(int index, double low, double high) {
      return STANDARD.probability(
              (low - means[index]) / widths[index], (high - means[index]) / widths[index])
          / shares[index];
    }
  }

  private static final class OfWhole extends OfRange {
    private final Domain.Whole domain;

    OfWhole(Domain.Whole domain, double[] genes) {
      super(Arrays.stream(genes).map(gene -> middle(gene, domain)).toArray());
      this.domain = domain;
    }

    private static double middle(double gene, Domain.Whole domain) {
      return (domain.index(gene) + 0.5) / domain.count();
    }

    @Override
    double draw(int index, SplittableRandom random) {
      return middle(super.draw(index, random), domain);
    }

    @Override
    double logDensity(int index, double gene) {
      double low = domain.index(gene) / (double) domain.count();
      // Far from a narrow kernel there is nothing left of it, of which no logarithm can be had.
      return Math.log(
          Math.max(Double.MIN_NORMAL, probability(index, low, low + 1.0 / domain.count())));
    }
  }

  private static final class OfChoice extends Kernels {
    private final Domain.Choice domain;
    private final int count;
    private final int[] values;

    OfChoice(Domain.Choice domain, double[] genes) {
      this.domain = domain;
      count = domain.values().size();
      values = Arrays.stream(genes).mapToInt(domain::index).toArray();
    }

    private double probability(int index, int value) {
      if (index == values.length) {
        return 1.0 / count;
      }
      double each = 1.0 / (values.length + 1);
      return (each + (value == values[index] ? 1 : 0)) / (count * each + 1);
    }

    @Override
    double draw(int index, SplittableRandom random) {
      double share = random.nextDouble();
      int value = 0;
      while (value < count - 1 && share >= probability(index, value)) {
        share -= probability(index, value++);
      }
      return (value + 0.5) / count;
    }

    @Override
    double logDensity(int index, double gene) {
      return Math.log(probability(index, domain.index(gene)));
    }
  }
}
