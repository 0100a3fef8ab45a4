package dev.bottleneck.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 7, 8, 9, 10, 13, 27, 127, 0x9b, 0x85, 0x2028, 0x202E, 0x2066, 0x200F})
  void writesOutWhatWouldSteerATerminal(int c) {
    String shown = Printable.line("a" + Character.toString(c) + "[31mb");
    assertThat(shown).isEqualTo(String.format("a\\u%04x[31mb", c));
    assertThat(shown.lines()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "größe − 日本 «x» 😀", ""})
  void leavesTheRestAsItIs(String text) {
    assertThat(Printable.line(text)).isEqualTo(text);
  }

  /** What a file says may be long; the beginning and the end of a message are Bottleneck's. */
  @Test
  void leavesOutTheMiddleOfALongMessage() {
    String message = "f.yaml: name is " + "x".repeat(100_000) + ": use small letters\n";
    assertThat(Printable.message(message))
        .startsWith("f.yaml: name is x")
        .endsWith("x: use small letters\\u000a")
        .contains(" … ")
        .hasSizeLessThan(1_300);
    assertThat(Printable.message("a\u001bb")).isEqualTo("a\\u001bb");
  }
}
