package dev.bottleneck.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.evaluation.Summary;
import org.junit.jupiter.api.Test;

class StudyFilesTest {
  /** JSON knows no NaN: what there is no number for is null, never a word among numbers. */
  @Test
  void whatIsNoNumberIsNull() {
    assertThat(StudyFiles.describe(Summary.of(new double[] {1, Double.NaN})).values())
        .allMatch(value -> value == null || Double.isFinite((Double) value));
    assertThat(StudyFiles.describe(Summary.of(new double[] {2})))
        .containsEntry("mean", 2.0)
        .containsEntry("lower95", null);
  }
}
