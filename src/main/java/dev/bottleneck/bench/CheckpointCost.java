package dev.bottleneck.bench;

import dev.bottleneck.report.BenchmarksPage;
import dev.bottleneck.report.MarkdownTable;
import dev.bottleneck.report.Numbers;
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
import java.util.Map;

/** What it costs to write states of a training down, against a training that writes none. */
public final class CheckpointCost {
  private static final String SECTION = "Checkpoints";
  private static final String METHOD =
      """
      Seconds of a run's jobs, of one network of about %.0f s, that writes no state (`--checkpoint-every 0`), one every 30 s, as
      it does unless told otherwise, and one every second. A figure is the median of %d rounds, in brackets the quartiles; in
      a round each is run once, and each round begins with another. A ratio is the median of the rounds' own, and wanders with
      the machine; the percentage is what the run itself counted as spent on writing states, of the same seconds. A state holds
      the weights and the two means of Adam, 12 bytes a parameter.
      """;
  private static final int BYTES_A_PARAMETER = 12;
  private static final String NEVER = "0";

  /** The first is what the others are held against. */
  private static final List<String> EVERY = List.of(NEVER, "30", "1");

  private record Case(String name, int hidden, int batch) {}

  private static final List<Case> CASES =
      List.of(new Case("784-100-30-100-784", 100, 32), new Case("784-2000-30-2000-784", 2000, 256));

  private record Job(double seconds, double writing, double parameters) {
    double percent() {
      return 100 * writing / seconds;
    }
  }

  private final Launcher launcher;
  private final double seconds;
  private final int rounds;
  private final PrintWriter out;

  /**
   * @param seconds that a training should take
   * @throws dev.bottleneck.runtime.UserError if this is no installation with a launcher
   */
  public CheckpointCost(double seconds, int rounds, PrintWriter out) {
    this(Launcher.find("bench checkpoints"), seconds, rounds, out);
  }

  CheckpointCost(Launcher launcher, double seconds, int rounds, PrintWriter out) {
    Require.positive("--seconds", seconds);
    Require.atLeast("--rounds", rounds, 1);
    this.launcher = launcher;
    this.seconds = seconds;
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
        Table.titled("Seconds")
            .text("network")
            .number("state, MB")
            .number("none")
            .number("every 30 s")
            .number("30 s / none")
            .number("writing, % (30 s)")
            .number("every second")
            .number("1 s / none")
            .number("writing, % (1 s)");
    try (JobFolder folder = new JobFolder()) {
      for (Case what : CASES) {
        table.row(row(what, folder.path().resolve("" + what.hidden)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("what a run left cannot be read", e);
    }
    Table made = table.build();
    out.print("\n" + TextTable.render(made));
    BenchmarksPage.renew(
        page,
        SECTION,
        String.format(Locale.ROOT, METHOD, seconds, rounds)
            + "\n"
            + environment.bullets()
            + "\n"
            + MarkdownTable.render(made),
        out);
  }

  private String[] row(Case what, Path folder) throws IOException {
    Job one = job(what, 1, NEVER, folder.resolve("one"));
    Job two = job(what, 2, NEVER, folder.resolve("two"));
    // On a busy machine two epochs may take no longer than one did: they take some of their time.
    double epoch = Math.max(two.seconds / 8, two.seconds - one.seconds);
    int epochs = (int) Math.max(1, Math.ceil(seconds / epoch));
    double[][] times = new double[EVERY.size()][rounds];
    double[][] percent = new double[EVERY.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int turn = 0; turn < EVERY.size(); turn++) {
        int which = (round + turn) % EVERY.size();
        Path place = folder.resolve(round + "-" + which);
        Job job = job(what, epochs, EVERY.get(which), place);
        times[which][round] = job.seconds;
        percent[which][round] = job.percent();
      }
      out.printf(Locale.ROOT, "%s: round %d of %d%n", what.name, round + 1, rounds);
      out.flush();
    }
    return new String[] {
      what.name,
      Numbers.fixed(BYTES_A_PARAMETER * one.parameters / 1e6, 1),
      Quartiles.of(times[0]).text(),
      Quartiles.of(times[1]).text(),
      Quartiles.ofRatios(times[1], times[0]).text(),
      Quartiles.of(percent[1]).text(),
      Quartiles.of(times[2]).text(),
      Quartiles.ofRatios(times[2], times[0]).text(),
      Quartiles.of(percent[2]).text()
    };
  }

  private Job job(Case what, int epochs, String every, Path place) throws IOException {
    List<String> words = new ArrayList<>(List.of("run", "stacked", "--seeds", "1"));
    words.addAll(List.of("--parallel", "1", "--threads", "1", "--checkpoint-every", every));
    words.addAll(List.of("--set", "data=mnist", "--set", "epochs=" + epochs));
    words.addAll(List.of("--set", "hidden=" + what.hidden, "--set", "batchSize=" + what.batch));
    words.addAll(List.of("--out", place.toString()));
    launcher.run(words, Map.of("OMP_NUM_THREADS", "1"));
    RunRecord run = RunRecord.of(place);
    return new Job(
        run.manifest().get("wallSeconds").asDouble(),
        run.checkpoints(),
        run.summary().at("/arms/stacked/measures/parameters/mean").asDouble());
  }
}
