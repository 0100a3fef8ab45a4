package dev.bottleneck.bench;

import dev.bottleneck.report.BenchmarksPage;
import dev.bottleneck.report.MarkdownTable;
import dev.bottleneck.report.Numbers;
import dev.bottleneck.report.Table;
import dev.bottleneck.report.TextTable;
import dev.bottleneck.runtime.Interrupted;
import dev.bottleneck.runtime.Require;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Runs and sweeps, one after another in one process, to see whether anything is never given back.
 */
public final class Soak {
  /** Carries out a command in this process and returns its exit code. */
  @FunctionalInterface
  public interface Command {
    int execute(String... words);
  }

  private static final String SECTION = "Soak";

  /** By what part anything may grow. */
  private static final double FLAT = 0.03;

  private static final String METHOD =
      """
      %s minutes of quick runs and small sweeps, one after another in one process: %,d commands, of which each had to succeed.
      After each, garbage is collected and the process looks at itself. The start is the median of the second tenth of the time,
      when all that is made once is there; the end that of the last tenth. Flat is what grew by no more than %.0f %%.
      """;

  private static final List<String> RUNS =
      List.of(
          "fourier",
          "stacked",
          "sparse-kl",
          "variational",
          "convolutional",
          "recurrent",
          "denoising-pretraining",
          "skip-connections");

  private static final String SWEEP =
      """
      name: soak
      experiment: fourier
      set: {quick: true, validation: 'last:200'}
      space:
        code: {integer: [1, 10]}
        learningRate: {log-uniform: [0.0001, 0.01]}
      search: {kind: tpe}
      objective: {metric: loss, goal: min}
      budget: {trials: 12}
      finalSeeds: 2
      """;

  private final double minutes;
  private final Command command;
  private final PrintWriter out;

  /**
   * @param minutes after which no further command is begun, once each had its turn
   * @param out takes what a person should read
   */
  public Soak(double minutes, Command command, PrintWriter out) {
    Require.positive("--minutes", minutes);
    this.minutes = minutes;
    this.command = command;
    this.out = out;
  }

  /**
   * Measures, and renews the section of the page.
   *
   * @param typed what the user typed, for the page
   * @throws IllegalStateException if a command fails
   */
  public void run(Path page, String typed) {
    BenchmarksPage.open(page);
    Environment environment = new Environment(typed);
    List<Drift.Look> looks = looks();
    Table table = table(looks);
    out.print("\n" + TextTable.render(table));
    BenchmarksPage.renew(
        page,
        SECTION,
        String.format(Locale.ROOT, METHOD, Numbers.fixed(minutes, 0), looks.size(), 100 * FLAT)
            + "\n"
            + environment.bullets()
            + "\n"
            + MarkdownTable.render(table),
        out);
  }

  private List<Drift.Look> looks() {
    List<Drift.Look> looks = new ArrayList<>();
    long begun = System.nanoTime();
    double seconds = 0;
    while (seconds < 60 * minutes || looks.size() <= RUNS.size()) {
      Interrupted.check();
      try (JobFolder folder = new JobFolder()) {
        carryOut(words(looks.size(), folder.path()));
      }
      seconds = (System.nanoTime() - begun) / 1e9;
      Footprint now = Footprint.now();
      looks.add(new Drift.Look(seconds, now));
      out.printf(
          Locale.ROOT,
          "%.0f s, %d commands: %.0f MiB resident, heap of %.0f MiB with %.1f live, %d threads, %d files%n",
          seconds,
          looks.size(),
          now.resident(),
          now.taken(),
          now.heap(),
          now.threads(),
          now.files());
      out.flush();
    }
    return looks;
  }

  /** Each run in turn, and a sweep after them. */
  private static List<String> words(int number, Path folder) {
    int turn = number % (RUNS.size() + 1);
    List<String> words = new ArrayList<>();
    if (turn < RUNS.size()) {
      words.addAll(List.of("run", RUNS.get(turn), "--quick", "--seeds=1"));
      words.add("--replace-data=fashion-mnist=mnist");
    } else {
      Path file = folder.resolve("soak.yaml");
      try {
        Files.writeString(file, SWEEP);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write " + file, e);
      }
      words.addAll(List.of("sweep", file.toString()));
    }
    words.add("--out=" + folder.resolve("results"));
    return words;
  }

  private void carryOut(List<String> words) {
    int code = command.execute(words.toArray(new String[0]));
    if (code != 0) {
      throw new IllegalStateException(String.join(" ", words) + " ended with code " + code);
    }
  }

  private static Table table(List<Drift.Look> looks) {
    Table.Builder table =
        Table.titled("What one process holds")
            .text("what")
            .number("at the start")
            .number("at the end")
            .number("most")
            .number("growth, %")
            .text("flat");
    add(table, "resident memory, MiB", looks, Footprint::resident, 0);
    add(table, "of it taken by the heap, at most, MiB", looks, Footprint::taken, 0);
    add(table, "heap after a collection, MiB", looks, Footprint::heap, 1);
    add(table, "threads", looks, Footprint::threads, 0);
    add(table, "file handles", looks, Footprint::files, 0);
    return table.build();
  }

  private static void add(
      Table.Builder table,
      String what,
      List<Drift.Look> looks,
      ToDoubleFunction<Footprint> quantity,
      int decimals) {
    Drift drift = Drift.of(looks, quantity);
    table.row(
        what,
        Numbers.fixed(drift.start(), decimals),
        Numbers.fixed(drift.end(), decimals),
        Numbers.fixed(Drift.most(looks, quantity), decimals),
        Numbers.fixed(100 * drift.growth(), 1),
        drift.isFlatWithin(FLAT) ? "yes" : "**no**");
  }
}
