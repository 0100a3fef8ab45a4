package dev.bottleneck.calibration;

import dev.bottleneck.device.Machine;
import dev.bottleneck.evaluation.Verdict;
import dev.bottleneck.report.MarkdownTable;
import dev.bottleneck.report.Table;
import dev.bottleneck.runtime.Build;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.runtime.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** The page that says what intervals and verdicts are worth, written whole. */
public final class CalibrationPage {
  private static final String HEAD =
      """
      # Statistics: what intervals and verdicts are worth

      Each population below holds the outcomes of one study on many seeds. From it samples of some seeds are drawn with
      replacement, %d of each size, and each is judged as `run` would judge it; the truth is the population's own. Draws
      are the same at each call. With %1$d samples a share of 95 %% has a standard error of 0.5.

      **Coverage**: how many of the samples' 95 %% intervals hold the truth. `lower on` is exact (Clopper–Pearson) and holds
      95 %% at least; so does `median`, by order statistics; `Hodges–Lehmann` supposes differences that are symmetric;
      `mean, t` and `mean, bootstrap` know nothing of outcomes that were not seen; `arm's mean` is that of the arm alone.

      **False verdicts**: the population is changed so that there is no difference, each seed's two values standing in both
      orders, or the arm moved until the median or the mean of the differences is zero; then a verdict on what is typical, or
      on the mean, is false. One comparison, not corrected. A verdict on the mean is not given below %d seeds.

      """;

  private CalibrationPage() {}

  /**
   * Judges samples of each population and writes the page.
   *
   * @param files runs' folders, or {@code metrics.csv} files of classifiers, perhaps their lines of
   *     the phase "end" alone
   * @param sizes seeds of a sample
   * @param command what the user typed
   * @throws UserError if a file is no such table
   */
  public static void write(
      Path page, List<Path> files, List<Integer> sizes, int repetitions, String command) {
    Map<String, Object> machine = Machine.describe();
    StringBuilder text =
        new StringBuilder(HEAD.formatted(repetitions, Verdict.SEEDS_FOR_MEAN))
            .append("- Command: `%s`, %s, commit %s\n".formatted(command, today(), Build.commit()))
            .append(
                "- Machine: %s, %s cores; Java %s\n"
                    .formatted(machine.get("cpu"), machine.get("cores"), machine.get("java")));
    for (Path file : files) {
      Population population = Population.read(file);
      text.append("\n## ").append(population.name()).append("\n\n`").append(file).append("`\n");
      for (Table table : new Calibration(population, sizes, repetitions).tables()) {
        text.append("\n### ").append(table.caption()).append("\n\n");
        text.append(MarkdownTable.render(table));
      }
    }
    try {
      WholeFile.write(page, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + page, e);
    }
  }

  private static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }
}
