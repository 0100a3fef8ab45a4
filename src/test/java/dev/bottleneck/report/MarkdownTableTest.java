package dev.bottleneck.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTableTest {
  @Test
  void numbersAlignToTheRightAndNotesAreParagraphs() {
    Table table =
        Table.titled("Times")
            .text("net")
            .number("ms")
            .row("a|b", "1.62")
            .note("A note.")
            .note("Another.")
            .build();
    assertThat(MarkdownTable.render(table))
        .isEqualTo(
            """
            | net | ms |
            |---|---:|
            | a\\|b | 1.62 |

            A note.

            Another.
            """);
  }
}
