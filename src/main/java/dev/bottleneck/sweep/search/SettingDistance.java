package dev.bottleneck.sweep.search;

import dev.bottleneck.sweep.space.Dimension;
import dev.bottleneck.sweep.space.Domain;
import dev.bottleneck.sweep.space.Space;
import java.util.List;
import java.util.Map;

/**
 * How far settings are from each other, dimension by dimension, from 0 to 1.
 *
 * <p>Genes of a range are as far as they differ, whole numbers as their places in the range; two
 * values of a choice 1. Where a dimension counts under a condition, a setting in which it does not
 * is at 1 from each in which it does, and genes that differ by δ are at 2 sin(πδ/6): as on an arc
 * around what does not count. So every dimension is a piece of Euclidean space, and a kernel that
 * is positive definite there is so for settings.
 *
 * <p>Source: Hutter and Osborne, A Kernel for Hierarchical Parameter Spaces (2013), section 3,
 * whose angle is here the one that gives the ends of the arc the distance 1.
 */
final class SettingDistance {
  private static final double NOWHERE = Double.NaN;

  private final Space space;

  SettingDistance(Space space) {
    this.space = space;
  }

  int dimensions() {
    return space.size();
  }

  /** Where a setting lies in each dimension; what does not count lies nowhere. */
  double[] place(double[] genes) {
    Map<String, String> parameters = space.getValue(genes);
    double[] place = new double[genes.length];
    List<Dimension> dimensions = space.dimensions();
    for (int k = 0; k < place.length; k++) {
      Dimension dimension = dimensions.get(k);
      place[k] =
          space.counts(dimension, parameters) ? place(dimension.domain(), genes[k]) : NOWHERE;
    }
    return place;
  }

  private static double place(Domain domain, double gene) {
    if (domain instanceof Domain.Choice choice) {
      return choice.index(gene);
    }
    if (domain instanceof Domain.Whole whole) {
      return whole.index(gene) / (whole.count() - 1.0);
    }
    return gene;
  }

  /** The square of the distance of two places in dimension {@code k}. */
  double squared(int k, double a, double b) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return Double.isNaN(a) && Double.isNaN(b) ? 0 : 1;
    }
    Dimension dimension = space.dimensions().get(k);
    if (dimension.domain() instanceof Domain.Choice) {
      return a == b ? 0 : 1;
    }
    double distance =
        dimension.condition().isPresent() ? 2 * Math.sin(Math.PI / 6 * (a - b)) : a - b;
    return distance * distance;
  }
}
