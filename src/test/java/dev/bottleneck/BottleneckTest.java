package dev.bottleneck;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BottleneckTest {
  /** Whatever is wrong with one configuration, the others are listed. */
  @ParameterizedTest
  @ValueSource(strings = {"", "a: [", "experiment: no.such.Class", "experiment: 3", "- a\u001b[2J"})
  void aFileThatIsWrongIsALineOfTheList(String text) {
    String title = Bottleneck.title("mine", text);
    assertThat(title).startsWith("cannot be read: mine").doesNotContain("\n", "\u001b");
  }
}
