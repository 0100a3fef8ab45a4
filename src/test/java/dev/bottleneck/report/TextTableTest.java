package dev.bottleneck.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void numbersAlignToTheRight() {
    Table table =
        Table.titled("Test error")
            .text("arm")
            .number("mean")
            .number("n")
            .row("none", "1.62", "10")
            .row("dénoising", "−0.31", "9")
            .note("A note.")
            .build();
    assertThat(TextTable.render(table))
        .isEqualTo(
            """
            Test error

            arm         mean   n
            ─────────  ─────  ──
            none        1.62  10
            dénoising  −0.31   9
            A note.
            """);
  }

  @Test
  void widthIsWhatATerminalShows() {
    assertThat(TextTable.displayWidth("e\u0301")).isEqualTo(1);
    assertThat(TextTable.displayWidth("自编码器")).isEqualTo(8);
    assertThat(TextTable.displayWidth("σ²–")).isEqualTo(3);
  }

  @Test
  void everyRowHasEveryCell() {
    assertThatThrownBy(() -> Table.titled("t").text("a").text("b").row("1").build())
        .hasMessageContaining("2 columns, but a row of 1 cells");
  }

  @Test
  void nothingSteersTheTerminal() {
    Table table = Table.titled("t").text("class").row("\u001b[2J\u0007").note("a\u001bb").build();
    assertThat(TextTable.render(table)).contains("\\u001b[2J\\u0007", "a\\u001bb");
    assertThat(TextTable.render(table).chars()).noneMatch(c -> c != '\n' && c < ' ');
  }
}
