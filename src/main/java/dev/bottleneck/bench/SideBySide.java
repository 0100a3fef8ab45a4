package dev.bottleneck.bench;

import dev.bottleneck.report.BenchmarksPage;
import dev.bottleneck.report.MarkdownTable;
import dev.bottleneck.report.Table;
import dev.bottleneck.report.TextTable;
import dev.bottleneck.runtime.Require;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How much faster two networks train side by side, a core for each, than one alone. */
public final class SideBySide {
  private static final String SECTION = "Two networks side by side";
  private static final String METHOD =
      """
      Images a second of one network alone (`--parallel 1`), and of two together, one thread for each (`--parallel 2`), on %s.
      A figure is the median of %d rounds, in brackets the quartiles; in a round both are run, in turn. A ratio is the median of
      the rounds' own. Two cores share the memory's bandwidth and the last cache, and in a virtual machine perhaps more.
      """;

  private record Case(String experiment, int batch, int epochs) {
    @Override
    public String toString() {
      return experiment + ", batch " + batch;
    }
  }

  private static final List<Case> CASES =
      List.of(
          new Case("stacked", 32, 3),
          new Case("stacked", 256, 3),
          new Case("convolutional", 32, 1),
          new Case("recurrent", 32, 1));

  private final Launcher launcher;
  private final BenchmarkData data;
  private final int rounds;
  private final PrintWriter out;

  /**
   * @param rounds in each of which one network and two are trained once
   */
  public SideBySide(BenchmarkData data, int rounds, PrintWriter out) {
    this(Launcher.find("bench side-by-side"), data, rounds, out);
  }

  SideBySide(Launcher launcher, BenchmarkData data, int rounds, PrintWriter out) {
    Require.atLeast("--rounds", rounds, 1);
    this.launcher = launcher;
    this.data = data;
    this.rounds = rounds;
    this.out = out;
  }

  /**
   * Measures, and renews the section of the page.
   *
   * @param command what the user typed, for the page
   */
  public void run(Path page, String command) {
    BenchmarksPage.open(page);
    Environment environment = new Environment(command);
    Table.Builder table =
        Table.titled("Images a second")
            .text("training")
            .number("one network")
            .number("two networks")
            .number("two / one");
    try (JobFolder folder = new JobFolder()) {
      for (Case what : CASES) {
        table.row(row(what, folder.path()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("what a run left cannot be read", e);
    }
    Table made = table.build();
    out.print("\n" + TextTable.render(made));
    BenchmarksPage.renew(
        page,
        SECTION,
        METHOD.formatted(data.corpus().name(), rounds)
            + "\n"
            + environment.bullets()
            + "\n"
            + MarkdownTable.render(made),
        out);
  }

  private String[] row(Case what, Path folder) throws IOException {
    double[] one = new double[rounds];
    double[] two = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      Path place = folder.resolve("%s-%d-%d".formatted(what.experiment, what.batch, round));
      // What comes first may find the machine otherwise than what comes second.
      if (round % 2 == 0) {
        one[round] = imagesPerSecond(what, 1, place.resolve("one"));
      }
      two[round] = imagesPerSecond(what, 2, place.resolve("two"));
      if (round % 2 != 0) {
        one[round] = imagesPerSecond(what, 1, place.resolve("one"));
      }
    }
    out.printf(Locale.ROOT, "%s: done%n", what);
    out.flush();
    return new String[] {
      what.toString(),
      Quartiles.of(one).text(),
      Quartiles.of(two).text(),
      Quartiles.ofRatios(two, one).text()
    };
  }

  private double imagesPerSecond(Case what, int networks, Path out) throws IOException {
    List<String> words = new ArrayList<>(List.of("run", what.experiment));
    words.addAll(List.of("--seeds", "" + networks, "--parallel", "" + networks, "--threads", "1"));
    words.addAll(List.of("--set", "data=" + data.spec(), "--set", "epochs=" + what.epochs));
    words.addAll(List.of("--set", "batchSize=" + what.batch, "--out", out.toString()));
    launcher.run(words, data.environment(1));
    RunRecord run = RunRecord.of(out);
    // Both take about as long; each network's own speed is a mean over its training.
    return run.images() / (run.training() / networks);
  }
}
