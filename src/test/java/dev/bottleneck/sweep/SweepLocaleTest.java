package dev.bottleneck.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bottleneck.Asked;
import dev.bottleneck.runtime.Durations;
import dev.bottleneck.sweep.definition.SweepFile;
import dev.bottleneck.sweep.search.GridSearch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sweep shows and writes does not depend on the machine's language. */
class SweepLocaleTest {
  private static final Locale BEFORE = Locale.getDefault();

  @TempDir static Path folder;
  private static Seen here;

  @BeforeAll
  static void runWithoutALanguage() throws IOException {
    here = run("und");
    assertThat(here.printed()).contains("12 of 12", "Best:");
    Locale.setDefault(BEFORE);
  }

  @AfterEach
  void restore() {
    Locale.setDefault(BEFORE);
  }

  /** Digits, but for what differs from run to run: times and hashes. */
  private static String shown(String text) {
    return text.replaceAll("about [^\\n]* left", "about … left").replaceAll("(?m)^Report:.*$", "");
  }

  private record Seen(String printed, String status, List<String> files, List<String> refusals) {}

  private static Seen run(String language) throws IOException {
    Locale.setDefault(Locale.forLanguageTag(language));
    Path file =
        GatedExperiment.write(
            folder, 12, "search: {kind: tpe, startup: 2}", "finalSeeds: 2", "seedsPerTrial: 2");
    Path out = folder.resolve("out-" + language);
    StringWriter printed = new StringWriter();
    SweepOptions options = Asked.sweep("--out", out.toString(), "--workers", "1");
    new SweepRun(file.toString(), options, new PrintWriter(printed)).run();
    Path toy = out.resolve("gated");
    String csv =
        Files.readString(toy.resolve("trials.csv"))
            .replaceAll("(?m),[0-9.E-]+,([0-9]+),\\s*$", ",$1");
    String report =
        Files.readString(toy.resolve("report.html"))
            .replaceAll("data:image/png;base64,[^\"]*", "")
            .replaceAll("<dt>Training time</dt>.*", "")
            .replaceAll("[0-9,]+ KB", "KB")
            .replaceAll("(?s)<h2[^>]*>Files.*", "");
    return new Seen(
        shown(printed.toString()),
        SweepOverview.of(toy),
        List.of(csv, Files.readString(toy.resolve("best.yaml")), report),
        refusals(file, out));
  }

  private static List<String> refusals(Path file, Path out) {
    return List.of(
        message(() -> ToySweep.run(file, out, "--resume", "--trials", "1300", "--set=x=0.25")),
        message(() -> ToySweep.run(file, out, "--resume", "--trials", "1300")),
        message(
            () ->
                SweepFile.parse(
                    "toy.yaml",
                    "name: toy\nexperiment: sparse-kl\nset: {validation: 'last:40'}\n"
                        + "space: {code: {integer: [64, 4]}}\n"
                        + "objective: {metric: loss}\nbudget: {trials: 1}\n",
                    List.of())),
        message(() -> new GridSearch(ToySweep.parse(folder).space(), 1_000_000)),
        Durations.text(4_000),
        Durations.text(40_000));
  }

  private static String message(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowable(call).getMessage().replaceAll("out-[a-zA-Z-]+", "out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"de", "tr", "ar-EG-u-nu-arab", "fa-IR-u-nu-arabext"})
  void everythingReadsAsInAnyOtherLanguage(String language) throws IOException {
    Seen there = run(language);
    assertThat(String.format("%.1f", 1.5))
        .as("the language is one that writes numbers otherwise")
        .isNotEqualTo("1.5");
    assertThat(there.printed()).isEqualTo(here.printed());
    assertThat(there.status()).isEqualTo(here.status());
    assertThat(there.refusals()).isEqualTo(here.refusals());
    for (int i = 0; i < here.files().size(); i++) {
      assertThat(there.files().get(i)).isEqualTo(here.files().get(i));
    }
  }
}
