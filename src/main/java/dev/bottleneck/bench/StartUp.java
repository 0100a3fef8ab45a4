package dev.bottleneck.bench;

import dev.bottleneck.report.BenchmarksPage;
import dev.bottleneck.report.MarkdownTable;
import dev.bottleneck.report.Table;
import dev.bottleneck.report.TextTable;
import dev.bottleneck.runtime.Require;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Times commands whole, with the launcher's archive of classes and without it, in turn. */
public final class StartUp {
  private static final String SECTION = "Start-up";
  private static final String SWITCH = "BOTTLENECK_SHARED_CLASSES";
  private static final String METHOD =
      """
      Seconds from a command's start to its end, with the archive of the libraries' classes that the launcher makes after a build,
      and without it (`%s=off`). A figure is the median of %d rounds, in brackets the quartiles; in a round each
      command runs both ways, in turn. A ratio is the median of the rounds' own. Before the first round each ran once.
      """;

  private final Launcher launcher;
  private final int rounds;
  private final PrintWriter out;

  /**
   * @param rounds in which each command runs once with the archive and once without
   * @throws dev.bottleneck.runtime.UserError if this is no installation with a launcher
   */
  public StartUp(int rounds, PrintWriter out) {
    this(Launcher.find("bench start-up"), rounds, out);
  }

  StartUp(Launcher launcher, int rounds, PrintWriter out) {
    Require.atLeast("--rounds", rounds, 1);
    this.launcher = launcher;
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
    Table.Builder table =
        Table.titled("Seconds, median (quartiles) of %d rounds".formatted(rounds))
            .text("command")
            .number("with the archive")
            .number("without")
            .number("without / with");
    try (JobFolder folder = new JobFolder()) {
      for (List<String> words : commands(folder.path())) {
        table.row(row(words));
      }
    }
    Table made = table.build();
    out.print("\n" + TextTable.render(made));
    String provenance =
        new Environment(command)
            .lines().stream().limit(3).collect(Collectors.joining("\n- ", "- ", "\n"));
    BenchmarksPage.renew(
        page,
        SECTION,
        METHOD.formatted(SWITCH, rounds) + "\n" + provenance + "\n" + MarkdownTable.render(made),
        out);
  }

  private static List<List<String>> commands(Path folder) {
    return List.of(
        List.of("--version"),
        List.of("list"),
        List.of("run", "denoising-pretraining", "--quick", "--out", folder.toString()));
  }

  private String[] row(List<String> words) {
    double[] with = new double[rounds];
    double[] without = new double[rounds];
    seconds(words, "on");
    seconds(words, "off");
    for (int i = 0; i < rounds; i++) {
      // What comes first may find the machine otherwise than what comes second.
      if (i % 2 == 0) {
        with[i] = seconds(words, "on");
      }
      without[i] = seconds(words, "off");
      if (i % 2 != 0) {
        with[i] = seconds(words, "on");
      }
    }
    int folder = words.indexOf("--out");
    String shown = String.join(" ", folder < 0 ? words : words.subList(0, folder));
    out.printf(Locale.ROOT, "%s: done%n", shown);
    out.flush();
    return new String[] {
      "`" + shown + "`",
      Quartiles.of(with).text(),
      Quartiles.of(without).text(),
      Quartiles.ofRatios(without, with).text()
    };
  }

  private double seconds(List<String> words, String sharing) {
    return launcher.run(words, Map.of(SWITCH, sharing)).seconds();
  }
}
