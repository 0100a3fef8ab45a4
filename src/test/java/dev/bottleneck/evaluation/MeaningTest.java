package dev.bottleneck.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeaningTest {
  @Test
  void aNumberedMeasureHasTheMeaningOfItsKind() {
    assertThat(Meaning.of("errorOfClass7")).isEqualTo(Meaning.of("errorOfClass0")).isPresent();
    assertThat(Meaning.of("constantUnits2").orElseThrow()).contains("hidden layer");
  }

  @Test
  void whatAnExperimentHasAloneIsNotMadeUp() {
    assertThat(Meaning.of("angleToBasis")).isEmpty();
  }
}
