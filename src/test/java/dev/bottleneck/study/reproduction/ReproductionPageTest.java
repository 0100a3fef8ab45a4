package dev.bottleneck.study.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproductionPageTest {
  @TempDir Path folder;

  private Path page() {
    return folder.resolve("REPRODUCTION.md");
  }

  private static List<List<String>> arm(String title, String mean) {
    return List.of(List.of(title, "loss", "–", mean, mean, "–", "1", "–", "–", "–", "–", "3 s"));
  }

  private void put(String experiment, List<List<String>> arms, String run) {
    ReproductionPage page = ReproductionPage.open(page());
    page.put(experiment, arms, run);
    page.write();
  }

  @Test
  void keepsTheRowsOfOtherExperimentsWithTheirRuns() throws IOException {
    put("tied", arm("tied", "0.4"), "`first` on Monday");
    put("stacked", arm("stacked", "0.3"), "`second` on Tuesday");
    String before = Files.readString(page());
    assertThat(before)
        .contains(
            "| stacked | stacked | loss | – | 0.3 | 0.3 | – | 1 | – | – | – | – | 3 s | 1 |\n")
        .contains("| tied | tied | loss | – | 0.4 | 0.4 | – | 1 | – | – | – | – | 3 s | 2 |\n")
        .endsWith("Runs:\n\n1. `second` on Tuesday\n2. `first` on Monday\n");
    put("stacked", arm("stacked", "0.3"), "`second` on Tuesday");
    assertThat(page()).hasContent(before);
  }

  @Test
  void replacesAnExperimentsRowsAndForgetsARunWithoutRows() throws IOException {
    put("tied", arm("tied", "0.4"), "`first`");
    put("tied", arm("renamed", "0.5"), "`second`");
    assertThat(Files.readString(page()))
        .contains("| tied | renamed | loss | – | 0.5 |")
        .doesNotContain("0.4")
        .endsWith("Runs:\n\n1. `second`\n");
  }

  @Test
  void leavesAForeignFileAlone() throws IOException {
    Files.writeString(page(), "my notes\n");
    assertThatThrownBy(() -> ReproductionPage.open(page()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("REPRODUCTION.md: not a page of reproductions");
    Files.write(page(), new byte[] {(byte) 0xff, 0, 1});
    assertThatThrownBy(() -> ReproductionPage.open(page())).isInstanceOf(UserError.class);
  }

  /** The record is what counts: a page that is cut or lost costs no row. */
  @Test
  void isDrawnFromItsRecord() throws IOException {
    put("tied", arm("tied", "0.4"), "`first`");
    put("stacked", arm("stacked", "0.3"), "`second`");
    String whole = Files.readString(page());
    Files.writeString(page(), whole.substring(0, whole.length() / 2));
    put("stacked", arm("stacked", "0.3"), "`second`");
    assertThat(page()).hasContent(whole);
    Path record = folder.resolve("REPRODUCTION.json");
    String text = Files.readString(record);
    for (int length = 0; length < text.length() - 2; length += 3) {
      Files.writeString(record, text.substring(0, length));
      assertThatThrownBy(() -> ReproductionPage.open(page()))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("REPRODUCTION.json: damaged");
    }
  }

  /** A page of an earlier version, which has no record: read whole, or not at all. */
  @Test
  void aPageWithoutARecordLosesNoRow() throws IOException {
    put("tied", arm("tied", "0.4"), "`first`");
    put("stacked", arm("stacked", "0.3"), "`second`");
    String whole = Files.readString(page());
    int refused = 0;
    for (int length = whole.indexOf("| stacked"); length < whole.length() - 1; length++) {
      Files.delete(folder.resolve("REPRODUCTION.json"));
      Files.writeString(page(), whole.substring(0, length));
      try {
        ReproductionPage.open(page()).write();
        assertThat(page()).content().contains("| 0.3 |", "| 0.4 |");
      } catch (UserError e) {
        assertThat(e.getMessage()).contains("REPRODUCTION.md: damaged");
        Files.writeString(folder.resolve("REPRODUCTION.json"), "[]");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  @Test
  void aRecordWithOtherColumnsIsLeftAlone() throws IOException {
    put("tied", arm("tied", "0.4"), "`first`");
    Path record = folder.resolve("REPRODUCTION.json");
    Files.writeString(record, Files.readString(record).replace("tied | loss", "tied"));
    assertThatThrownBy(() -> ReproductionPage.open(page()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("with other columns");
  }

  @Test
  void tellsHowLongAnExperimentTook() throws IOException {
    assertThat(ReproductionPage.wallTimes(page())).isEmpty();
    put("tied", arm("tied", "0.4"), "`first`");
    assertThat(ReproductionPage.wallTimes(page())).containsExactly(Map.entry("tied", "3 s"));
    Files.writeString(folder.resolve("REPRODUCTION.json"), "[");
    assertThat(ReproductionPage.wallTimes(page())).isEmpty();
  }

  @Test
  void theLocaleDoesNotCount() throws IOException {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      put("tied", arm("tied", "0.4"), "`first`");
      put("stacked", arm("stacked", "0.3"), "`second`");
    } finally {
      Locale.setDefault(before);
    }
    assertThat(page()).content().contains("| 3 s | 1 |", "| 3 s | 2 |", "1. `second`");
  }
}
