package dev.bottleneck.study;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.Summary;
import dev.bottleneck.report.Numbers;
import dev.bottleneck.runtime.Build;
import dev.bottleneck.runtime.Machine;
import dev.bottleneck.runtime.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs several experiments and holds each arm against the figure that its source published.
 *
 * <p>Each finished experiment renews the page, so that one that is stopped tells what it had found.
 */
public final class Reproduction {
  private static final String HEAD =
      """
      | experiment | arm | metric | published | mean | range | seeds | difference | tolerance | within | wall time |
      |---|---|---|---:|---:|---:|---:|---:|---:|---|---:|
      """;

  private final RunOptions options;
  private final PrintWriter out;
  private final List<String> rows = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  public Reproduction(RunOptions options, PrintWriter out) {
    this.options = options;
    this.out = out;
  }

  /**
   * Runs the shipped experiments {@code names} and writes {@code page}.
   *
   * @param command what the user typed, for the page
   * @return 0, or {@link Failures#RUN_FAILED} if a job of one failed
   */
  public int run(List<String> names, Path page, String command) {
    List<ConfigurationFile> files =
        names.stream().map(ShippedConfigurations::open).map(options::applyTo).toList();
    // A mistake in the last one must not show after hours.
    files.forEach(file -> file.read(file.experiment()));
    for (int i = 0; i < names.size(); i++) {
      out.printf("%n== %s (%d of %d)%n", names.get(i), i + 1, names.size());
      runOne(names.get(i), files.get(i), files.get(i).experiment());
      write(page, command);
    }
    out.printf("%nPage: %s%n", page.toAbsolutePath());
    out.flush();
    return failures.isEmpty() ? 0 : Failures.RUN_FAILED;
  }

  private <H extends Record> void runOne(
      String name, ConfigurationFile file, Experiment<H> experiment) {
    Configuration<H> configuration = file.read(experiment);
    long start = System.nanoTime();
    StudyResult result = new Study<>(experiment, configuration, options).run(out);
    double seconds = (System.nanoTime() - start) / 1e9;
    Metric metric = experiment.headline().of(configuration.evaluateOn().toString());
    for (Arm arm : result.arms()) {
      rows.add(row(name, arm, metric, configuration, result, seconds));
    }
    result.failures().forEach(failure -> failures.add(name + ": " + failure));
  }

  private static String row(
      String name,
      Arm arm,
      Metric metric,
      Configuration<?> configuration,
      StudyResult result,
      double seconds) {
    Summary s = result.summary(arm, metric.key()).orElse(null);
    Published published = configuration.published().get(arm.key());
    String none = Numbers.ABSENT;
    double difference = s == null || published == null ? Double.NaN : s.mean() - published.value();
    return String.join(
        " | ",
        "| " + name,
        arm.title(),
        metric.nameAndUnit(),
        published == null ? none : metric.shown(published.value()),
        s == null ? none : metric.shown(s.mean()),
        s == null ? none : metric.shown(s.min()) + " to " + metric.shown(s.max()),
        s == null ? "0" : Integer.toString(s.n()),
        metric.shown(difference),
        published == null ? none : metric.shown(published.tolerance()),
        Double.isNaN(difference)
            ? none
            : Math.abs(difference) <= published.tolerance() ? "yes" : "**no**",
        String.format(Locale.ROOT, "%.0f s |", seconds));
  }

  private void write(Path page, String command) {
    StringBuilder text = new StringBuilder("# Reproduction\n\n");
    text.append("Made by `").append(command).append("` on ").append(LocalDate.now(ZoneOffset.UTC));
    text.append(", commit ").append(Build.commit()).append(".\n\n");
    if (options.quick()) {
      text.append("Quick mode: it shows that everything runs; **its numbers mean nothing**.\n\n");
    }
    Map<String, Object> machine = Machine.describe();
    text.append(
        "Machine: %s, %s cores; Java %s; Deeplearning4j %s, %s.\n\n"
            .formatted(
                machine.get("cpu"),
                machine.get("cores"),
                machine.get("java"),
                machine.get("dl4j"),
                machine.get("blas")));
    text.append(
        "Each row is the mean over the seeds; the range is the lowest and the highest seed.");
    text.append(" Wall time is that of the whole experiment, all arms and seeds.\n\n").append(HEAD);
    rows.forEach(row -> text.append(row).append('\n'));
    failures.forEach(failure -> text.append("\nFailed: ").append(failure).append(".\n"));
    try {
      WholeFile.write(page, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + page, e);
    }
  }
}
