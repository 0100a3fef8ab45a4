package dev.bottleneck.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
  private static final String SCRIPT = "<script>alert('x')</script> & \"quoted\"";

  private static HtmlReport full(String text) {
    Table table = Table.titled(text).text(text).number("mean").row(text, "1.50").note(text).build();
    return HtmlReport.titled(text)
        .subtitle(text)
        .lead(text, HtmlReport.Tone.GOOD)
        .fact(text, text)
        .section(text)
        .paragraph(text)
        .table(table)
        .figure(Figure.draw(text, text, text, () -> new Canvas(8, 4).drawing()))
        .figure(
            Figure.draw(
                text,
                text,
                text,
                () -> {
                  throw new IllegalStateException(text);
                }))
        .row(
            List.of(
                Figure.read(Path.of("no", "picture.png"), text, text),
                Figure.draw(text, text, text, () -> new Canvas(8, 4).drawing())))
        .section("Record")
        .details(text, text)
        .files(List.of(new Block.File("models/layer 1.zip", text)))
        .build();
  }

  @Test
  void everyTextIsEscaped() {
    String page = full(SCRIPT).render();
    assertThat(page).doesNotContain("<script").contains("&lt;script&gt;");
    assertThat(page).doesNotContain("\"quoted\"");
  }

  @Test
  void needsNoNetwork() {
    String page = full("plain").render();
    assertThat(page).doesNotContain("http://", "https://", "@import", "url(", "src=\"/");
    assertThat(page).contains("src=\"data:image/png;base64,iVBOR");
  }

  @Test
  void anAddressInTheTextStaysText() {
    String page = full("see https://example.org/paper").render();
    assertThat(page).doesNotContainPattern("(src|href)=\"https?:").contains("see https://");
  }

  @Test
  void holdsAllParts() {
    String page = full("plain").render();
    assertThat(page)
        .contains("<h1>plain</h1>")
        .contains("<p class=\"lead GOOD\">plain</p>")
        .contains("<dt>plain</dt><dd>plain</dd>")
        .contains("<h2>Record</h2>")
        .contains("<div class=\"row\">", "The figure “picture.png” could not be drawn: ")
        .contains("<th scope=\"row\">plain</th><td class=\"number\">1.50</td>")
        .contains("width=\"8\" alt=\"plain\"")
        .contains("<details><summary>plain</summary><pre>plain</pre></details>")
        .contains("<a href=\"models/layer%201.zip\">models/layer 1.zip</a>");
  }

  @Test
  void aFigureThatCouldNotBeDrawnIsNamedWithTheReason() {
    Figure figure =
        Figure.draw(
            "filters",
            "Filters.",
            "",
            () -> {
              throw new InternalError(new RuntimeException("Fontconfig head is null"));
            });
    assertThat(figure.drawn()).isFalse();
    String page = HtmlReport.titled("t").figure(figure).build().render();
    assertThat(page)
        .contains("The figure “filters” could not be drawn: Fontconfig head is null")
        .contains("<figcaption>Filters.</figcaption>");
  }

  @Test
  void isTheSameFileForTheSameContent(@TempDir Path folder) throws Exception {
    HtmlReport report = full("plain");
    report.write(folder.resolve("report.html"));
    assertThat(folder.resolve("report.html")).content().isEqualTo(full("plain").render());
  }
}
