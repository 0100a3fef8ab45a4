package dev.bottleneck.report;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Points of several classes, as a scatter chart shows them.
 *
 * @param points {@code [n, dimensions]}
 * @param classes the class of each point, a number of {@code names}
 * @param names of the classes, at most ten: there are no more colours that can be told apart
 */
public record PointCloud(double[][] points, int[] classes, List<String> names) {
  private static final int MOST_CLASSES = 10;

  public PointCloud {
    names = List.copyOf(names);
    if (points.length == 0 || points.length != classes.length) {
      throw new IllegalArgumentException(
          "%d points and %d classes do not go together".formatted(points.length, classes.length));
    }
    if (names.isEmpty() || names.size() > MOST_CLASSES) {
      throw new IllegalArgumentException(
          "%d classes cannot be told apart by colour: 1 to %d can"
              .formatted(names.size(), MOST_CLASSES));
    }
    for (int i = 0; i < points.length; i++) {
      if (points[i].length != points[0].length
          || !Arrays.stream(points[i]).allMatch(Double::isFinite)) {
        throw new IllegalArgumentException(
            "point %d, %s, is not %d finite numbers"
                .formatted(i, Arrays.toString(points[i]), points[0].length));
      }
      if (classes[i] < 0 || classes[i] >= names.size()) {
        throw new IllegalArgumentException(
            "point %d has class %d, of %d".formatted(i, classes[i], names.size()));
      }
    }
  }

  /** Number of coordinates of a point. */
  int dimensions() {
    return points[0].length;
  }

  /** The colours of the classes, as a page writes them. */
  List<String> colors() {
    return IntStream.range(0, names.size())
        .mapToObj(ChartTheme::category)
        .map(ChartTheme::css)
        .toList();
  }

  /** An order for drawing that lets no class cover the others; the same for the same number. */
  int[] mixed() {
    int[] order = IntStream.range(0, points.length).toArray();
    SplittableRandom chance = new SplittableRandom(1);
    for (int i = order.length - 1; i > 0; i--) {
      int j = chance.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  void require(int dimensions) {
    if (dimensions() != dimensions) {
      throw new IllegalArgumentException(
          "points of %d coordinates instead of %d".formatted(dimensions(), dimensions));
    }
  }
}
