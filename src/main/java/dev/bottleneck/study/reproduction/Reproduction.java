package dev.bottleneck.study.reproduction;

import dev.bottleneck.device.Machine;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.Summary;
import dev.bottleneck.report.Numbers;
import dev.bottleneck.runtime.Build;
import dev.bottleneck.study.RunFailed;
import dev.bottleneck.study.RunOptions;
import dev.bottleneck.study.Settings;
import dev.bottleneck.study.Study;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.configuration.Published;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.resume.ResumedRun;
import dev.bottleneck.study.resume.RunIdentity;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Runs several experiments and holds each arm against the figure that its source published.
 *
 * <p>Each finished experiment renews its rows of the page, so that a reproduction that is stopped
 * keeps what it had found.
 */
public final class Reproduction {
  private final Settings settings;
  private final RunOptions options;
  private final PrintWriter out;

  public Reproduction(Settings settings, RunOptions options, PrintWriter out) {
    this.settings = settings;
    this.options = options;
    this.out = out;
  }

  /**
   * Runs the shipped experiments {@code names} and writes {@code page}.
   *
   * @param command what the user typed, for the page
   * @param resume whether to go on with one that was stopped
   * @throws RunFailed if some network has no result
   */
  public void run(List<String> names, Path page, String command, boolean resume) {
    List<ConfigurationFile> files =
        names.stream().map(ShippedConfigurations::open).map(settings::applyTo).toList();
    // A mistake in the last one must not show after hours.
    List<String> of = new ArrayList<>(List.of(page.toAbsolutePath().normalize().toString()));
    files.forEach(file -> of.add(RunIdentity.of(file.read(file.experiment()))));
    ReproductionPage.open(page);
    ReproductionState state =
        resume
            ? ReproductionState.resume(options.root(), of)
            : ReproductionState.begin(options.root(), of);
    // Before the page is written, which makes the working copy differ from its commit.
    String made = made(command);
    List<String> failed = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = files.get(i).text("name");
      out.printf("%n== %s (%d of %d)%n", names.get(i), i + 1, names.size());
      Optional<ReproductionState.Entry> before = state.entry(name);
      if (before.filter(ReproductionState.Entry::ended).isPresent()) {
        out.println("Its rows are on the page.");
        if (before.get().failed()) {
          failed.add(name);
        }
        continue;
      }
      Ran ran = runOne(files.get(i), files.get(i).experiment(), state);
      // Read afresh: another reproduction may have renewed rows of its own meanwhile.
      ReproductionPage rows = ReproductionPage.open(page);
      rows.put(names.get(i), ran.rows(), made);
      rows.write();
      state.ended(name, ran.failed());
      if (ran.failed()) {
        failed.add(name);
      }
    }
    state.forget();
    out.printf("%nPage: %s%n", page.toAbsolutePath());
    out.flush();
    if (!failed.isEmpty()) {
      throw new RunFailed(
          "some networks of %s have no result".formatted(String.join(", ", failed)));
    }
  }

  /**
   * @param failed whether a job failed
   */
  private record Ran(List<List<String>> rows, boolean failed) {}

  private <H extends Record> Ran runOne(
      ConfigurationFile file, Experiment<H> experiment, ReproductionState state) {
    Configuration<H> configuration = file.read(experiment);
    Optional<ResumedRun> begun =
        state
            .entry(configuration.name())
            .map(entry -> Path.of(entry.run()))
            .filter(this::isThere)
            .map(run -> ResumedRun.open(run, false, false));
    long start = System.nanoTime();
    StudyResult result =
        new Study<>(experiment, configuration, options)
            .resuming(begun)
            .onBegun(run -> state.begun(configuration.name(), run))
            .run(out);
    double before = begun.map(ResumedRun::seconds).orElse(0.0);
    double seconds = before + (System.nanoTime() - start) / 1e9;
    Metric metric = experiment.headline(configuration);
    return new Ran(
        result.arms().stream()
            .map(arm -> cells(arm, metric, configuration, result, seconds))
            .toList(),
        !result.failures().isEmpty());
  }

  private boolean isThere(Path run) {
    if (!Files.isDirectory(run)) {
      out.println(run + " is there no more: it is run anew");
      return false;
    }
    return true;
  }

  /**
   * The published figure is of one run: it is held against the median, which a few runs that ended
   * apart do not move, and its place among the seeds is told.
   */
  private static List<String> cells(
      Arm arm, Metric metric, Configuration<?> configuration, StudyResult result, double seconds) {
    double[] values = result.values(arm, metric.key());
    Summary s = result.summary(arm, metric.key()).orElse(null);
    Published published = configuration.published().get(arm.key());
    String none = Numbers.ABSENT;
    double figure = published == null ? Double.NaN : published.value();
    double difference = s == null ? Double.NaN : s.quartiles().median() - figure;
    long below = Arrays.stream(values).filter(v -> v < figure).count();
    return List.of(
        arm.title(),
        metric.nameAndUnit(),
        metric.shown(figure),
        s == null ? none : metric.shown(s.quartiles().median()),
        s == null ? none : s.ofMean().text(metric),
        s == null ? none : metric.shown(s.min()) + " to " + metric.shown(s.max()),
        values.length == configuration.seeds()
            ? "" + values.length
            : values.length + " of " + configuration.seeds(),
        published == null ? none : Long.toString(below),
        metric.shown(difference),
        published == null ? none : metric.shown(published.tolerance()),
        Double.isNaN(difference)
            ? none
            : Math.abs(difference) <= published.tolerance() ? "yes" : "**no**",
        String.format(Locale.ROOT, "%.0f s", seconds));
  }

  /** One line on how the present rows were made. */
  private String made(String command) {
    Map<String, Object> machine = Machine.describe();
    return "%s`%s` on %s, commit %s; %s, %s cores; Java %s; Deeplearning4j %s, %s"
        .formatted(
            settings.quick() ? "**Quick mode, its numbers mean nothing:** " : "",
            command,
            LocalDate.now(ZoneOffset.UTC),
            Build.commit(),
            machine.get("cpu"),
            machine.get("cores"),
            machine.get("java"),
            machine.get("dl4j"),
            machine.get("blas"));
  }
}
