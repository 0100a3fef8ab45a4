package dev.bottleneck.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedFilesTest {
  private final ShippedFiles files = new ShippedFiles("experiments", ".yaml");

  @Test
  void oneByItsNameIsWhatTheSearchForAllFinds() {
    assertThat(files.all()).containsKey("stacked");
    files.all().forEach((name, text) -> assertThat(files.text(name)).hasValue(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no-such", "sweeps/quick", "../experiments/stacked", "/stacked"})
  void otherNamesFindNothing(String name) {
    assertThat(files.text(name)).isEmpty();
  }
}
