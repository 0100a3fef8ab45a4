package dev.bottleneck.sweep.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrontsTest {
  /** Of whole numbers from 0 to 9, so that equals are frequent. */
  private record Point(int id, double x, double y) {
    boolean dominates(Point other) {
      return x <= other.x && y <= other.y && (x < other.x || y < other.y);
    }
  }

  private static final Fronts<Point> FRONTS = new Fronts<>(Point::x, Point::y);

  private static List<Point> points(int seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, count)
        .mapToObj(i -> new Point(i, random.nextInt(10), random.nextInt(10)))
        .collect(Collectors.toList());
  }

  private static List<Point> frontByDefinition(List<Point> all) {
    return all.stream()
        .filter(point -> all.stream().noneMatch(other -> other.dominates(point)))
        .collect(Collectors.toList());
  }

  @Test
  void theFrontIsWhatNoneDominates() {
    for (int seed = 0; seed < 200; seed++) {
      List<Point> all = points(seed, 1 + seed % 30);
      assertThat(FRONTS.front(all))
          .containsExactlyInAnyOrderElementsOf(frontByDefinition(all))
          .isSortedAccordingTo((a, b) -> Double.compare(a.x(), b.x()));
    }
  }

  /** Each cell of a grid of ones is dominated or not. */
  @Test
  void theHypervolumeIsTheDominatedArea() {
    for (int seed = 0; seed < 200; seed++) {
      List<Point> all = points(seed, seed % 12);
      long cells =
          IntStream.range(0, 11 * 8)
              .filter(cell -> all.stream().anyMatch(p -> p.x() <= cell % 11 && p.y() <= cell / 11))
              .count();
      assertThat(FRONTS.hypervolume(all, 11, 8)).isEqualTo(cells);
    }
  }

  @Test
  void theBestAreFrontAfterFront() {
    for (int seed = 0; seed < 200; seed++) {
      List<Point> all = points(seed, 20);
      for (int count : List.of(1, 3, 7, 20, 30)) {
        List<Point> best = FRONTS.best(all, count);
        assertThat(best).hasSize(Math.min(count, 20)).doesNotHaveDuplicates().isSubsetOf(all);
        // Whoever is left dominates none of the best.
        List<Point> left = new ArrayList<>(all);
        left.removeAll(best);
        assertThat(left)
            .allMatch(point -> best.stream().noneMatch(chosen -> point.dominates(chosen)));
      }
    }
  }

  /** Of a front too large the ones that cover the most, not neighbours: by hand. */
  @Test
  void ofTheLastFrontThoseThatCoverTheMost() {
    Point left = new Point(0, 0, 10);
    Point middle = new Point(1, 4, 4);
    Point beside = new Point(2, 4.5, 3.9);
    Point right = new Point(3, 10, 0);
    List<Point> all = List.of(left, middle, beside, right);
    assertThat(FRONTS.best(all, 1)).containsExactly(middle);
    assertThat(FRONTS.best(all, 3)).containsExactlyInAnyOrder(left, middle, right);
    // By slices of x: [0, 4), [4, 4.5), [4.5, 10) and [10, 11).
    assertThat(FRONTS.hypervolume(all, 11, 11))
        .isEqualTo(4 * 1 + 0.5 * 7 + 5.5 * 7.1 + 1 * 11, within(1e-9));
  }
}
