package dev.bottleneck.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StratifiedSampleTest {
  @ParameterizedTest
  @CsvSource({
    "'60 30 10', 10, '6 3 1'",
    "'1000 1000 1', 10, '4 5 1'",
    "'5 5 5', 4, '2 1 1'",
    "'100 1 1', 2, '1 1 0'",
    "'7 0 3', 10, '7 0 3'",
    "'9', 3, '3'"
  })
  void placesFollowTheSharesAndForgetNoClass(String sizes, int count, String places) {
    assertThat(StratifiedSample.places(numbers(sizes), count)).isEqualTo(numbers(places));
  }

  private static int[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  /**
   * Whatever the classes: all places are filled, none twice, each class within one of its share.
   */
  @Test
  void holdsForAnyClasses() {
    Random random = new Random(3);
    for (int round = 0; round < 300; round++) {
      int n = 1 + random.nextInt(200);
      int classes = 1 + random.nextInt(6);
      int[] labels = IntStream.range(0, n).map(i -> random.nextInt(classes)).toArray();
      int count = 1 + random.nextInt(n);
      int[] sample = StratifiedSample.of(labels, classes, count, round);
      assertThat(sample).hasSize(count).doesNotHaveDuplicates().isSorted();
      assertThat(sample).isEqualTo(StratifiedSample.of(labels, classes, count, round));
      for (int c = 0; c < classes; c++) {
        int label = c;
        long has = Arrays.stream(labels).filter(l -> l == label).count();
        long got = Arrays.stream(sample).filter(i -> labels[i] == label).count();
        assertThat((double) got)
            .isBetween((double) has * count / n - classes, (double) has * count / n + 1);
        if (has > 0 && count >= classes) {
          assertThat(got).isPositive();
        }
      }
    }
  }

  /** Sorted by class, as folders of images are: every class is in it all the same. */
  @Test
  void theOrderOfTheDataDoesNotMatter() {
    int[] sorted = IntStream.range(0, 600).map(i -> i / 100).toArray();
    int[] sample = StratifiedSample.of(sorted, 6, 60, 1);
    assertThat(Arrays.stream(sample).map(i -> sorted[i]).distinct().count()).isEqualTo(6);
    assertThat(sample).isNotEqualTo(StratifiedSample.of(sorted, 6, 60, 2));
  }
}
