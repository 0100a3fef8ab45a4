package dev.bottleneck.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.data.ReadingOptions.Scale;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class ScaledSplitsTest {
  private final Dataset pool =
      DatasetTest.labeled(
          Nd4j.createFromArray(new float[][] {{-3, 10}, {1, 10}, {-1, 10}, {7, 12}, {-5, 10}}),
          0,
          1,
          2,
          0,
          1);
  private final Splits raw =
      new Corpus(pool, java.util.Optional.empty(), java.util.Optional.of("last:1")).split("last:1");

  /** Rows 0 to 2 are the training part: -3 to 1; the second value is constant there. */
  @Test
  void isFittedOnTheTrainingPartAlone() {
    Splits scaled = raw.scaled(Scale.MINMAX);
    assertThat(scaled.train().features().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{0, 0}, {1, 0}, {.5f, 0}});
    assertThat(scaled.scaling().undo(scaled.train().features())).isEqualTo(raw.train().features());
  }

  @Test
  void whatLiesBeyondTheTrainingPartIsTakenAtItsEndsAndSaid() {
    Splits scaled = raw.scaled(Scale.MINMAX);
    assertThat(scaled.validation().orElseThrow().features().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{1, 1}});
    assertThat(scaled.test().orElseThrow().features().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{0, 0}});
    assertThat(scaled.notes())
        .anyMatch(note -> note.startsWith("2 of the 2 values of the validation part"))
        .anyMatch(note -> note.startsWith("1 of the 2 values of the test part"));
  }

  @Test
  void standardScalingHasMeanNoughtAndDeviationOneAndClipsNothing() {
    Splits scaled = raw.scaled(Scale.STANDARD);
    float[] first = scaled.train().features().getColumn(0).toFloatVector();
    assertThat(first[0] + first[1] + first[2]).isZero();
    assertThat((first[0] * first[0] + first[1] * first[1] + first[2] * first[2]) / 3)
        .isCloseTo(1, org.assertj.core.api.Assertions.within(1e-6f));
    assertThat(scaled.test().orElseThrow().features().getFloat(0)).isLessThan(first[0]);
  }

  @Test
  void pixelsAreDividedBy255() {
    assertThat(raw.scaled(Scale.PIXELS).test().orElseThrow().features().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{-5 / 255f, 10 / 255f}});
  }

  /** What a manifest records is what was read. */
  @Test
  void theHashIsThatOfTheValuesBefore() {
    assertThat(raw.scaled(Scale.MINMAX).train().contentHash()).isEqualTo(raw.train().contentHash());
    assertThat(raw.scaled(Scale.MINMAX).train().rows(0, 2).contentHash())
        .isEqualTo(raw.train().rows(0, 2).contentHash());
  }
}
