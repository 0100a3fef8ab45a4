package dev.bottleneck.study.report;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.autoencoder.ModelFile;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.Summary;
import dev.bottleneck.report.MetricsCsv;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.TrainedNetworks;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.FinishedJob;
import dev.bottleneck.study.result.MetricRow;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.yaml.ConfigurationFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The files of a run folder: what was asked for at the start, what is known so far after each job.
 *
 * <p>Each is written whole, so that a run that is stopped leaves readable what it had finished.
 */
public final class StudyFiles {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final String CONFIGURATION = "config.yaml";

  /** Writing takes no more of the time than one part of so many. */
  private static final int SHARE = 25;

  private final RunFolder folder;
  private final Supplier<RunSpeed> speed;
  private RunSpeed lastSpeed;
  private long updated = System.nanoTime();
  private long updateNanos;
  private final StudyManifest manifest = new StudyManifest();

  /**
   * @param speed what the speed depends on, as far as it is known when it is asked for
   */
  public StudyFiles(RunFolder folder, Supplier<RunSpeed> speed) {
    this.folder = folder;
    this.speed = speed;
    lastSpeed = speed.get();
  }

  /** As {@code timings.csv} has it: when the last job ended. */
  RunSpeed speed() {
    return lastSpeed;
  }

  public RunFolder folder() {
    return folder;
  }

  public StudyManifest manifest() {
    return manifest;
  }

  /** {@code config.yaml}, unless it is there, and a first {@code manifest.json}. */
  public void begin(Configuration<?> configuration) throws IOException {
    if (!Files.exists(folder.file(CONFIGURATION))) {
      folder.write(CONFIGURATION, ConfigurationFile.write(configuration.withAbsolutePaths()));
    }
    writeManifest();
  }

  /** Writes the manifest. */
  public void writeManifest() throws IOException {
    folder.write("manifest.json", manifest.text());
  }

  /**
   * The same as {@link #update} unless the last one was dear a short while ago: files of thousands
   * of jobs, written whole after each, would take longer than the training.
   */
  public void keepUp(StudyResult result) throws IOException {
    long begun = System.nanoTime();
    if (begun - updated >= SHARE * updateNanos) {
      update(result);
      updated = System.nanoTime();
      updateNanos = updated - begun;
    }
  }

  /**
   * {@code metrics.csv}, {@code timings.csv} and {@code summary.json} of the jobs that have ended.
   */
  public void update(StudyResult result) throws IOException {
    lastSpeed = speed.get();
    StudyTimings.csv(result, lastSpeed).write(folder.file(StudyTimings.FILE));
    MetricsCsv csv = new MetricsCsv("arm", "seed", "phase", "epoch", "metric", "value");
    for (FinishedJob job : result.jobs()) {
      String arm = job.arm().key();
      job.curve()
          .forEach(p -> csv.row(arm, job.seed(), p.phase(), p.epoch(), p.metric(), p.value()));
      job.result()
          .ifPresent(
              r ->
                  r.measures()
                      .forEach(
                          (name, value) ->
                              csv.row(arm, job.seed(), MetricRow.END, "", name, value)));
    }
    csv.write(folder.file(MetricRow.FILE));
    folder.write("summary.json", JSON.writeValueAsString(summary(result)) + "\n");
  }

  private static Map<String, Object> summary(StudyResult result) {
    Map<String, Object> arms = new LinkedHashMap<>();
    for (Arm arm : result.arms()) {
      Map<String, Object> measures = new LinkedHashMap<>();
      for (String measure : result.measures(arm)) {
        result.summary(arm, measure).ifPresent(s -> measures.put(measure, describe(s)));
      }
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("seeds", result.seeds(arm));
      told.put("measures", measures);
      arms.put(arm.key(), told);
    }
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("arms", arms);
    summary.put("leftOut", result.leftOut());
    summary.put("failures", result.failures());
    return summary;
  }

  /** One seed has no spread: its standard deviation and interval are null, not NaN. */
  static Map<String, Object> describe(Summary s) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("mean", orNull(s.mean()));
    map.put("standardDeviation", orNull(s.standardDeviation()));
    map.put("lower95", orNull(s.lower()));
    map.put("upper95", orNull(s.upper()));
    map.put("quartile1", orNull(s.quartiles().first()));
    map.put("median", orNull(s.quartiles().median()));
    map.put("quartile3", orNull(s.quartiles().third()));
    map.put("min", orNull(s.min()));
    map.put("max", orNull(s.max()));
    return map;
  }

  private static Double orNull(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** Adds what follows from the finished study to {@code summary.json}. */
  void conclude(
      StudyResult result,
      Metric metric,
      List<Comparison> comparisons,
      Optional<Replication> replication)
      throws IOException {
    Map<String, Object> summary = summary(result);
    summary.put("metric", metric.name());
    summary.put("comparisons", comparisons.stream().map(Comparison::describe).toList());
    replication.ifPresent(r -> summary.put("replication", r.describe()));
    folder.write("summary.json", JSON.writeValueAsString(summary) + "\n");
  }

  /** {@code <arm>/<network>.zip} for each network of a job, in DL4J's own format. */
  public void saveNetworks(Arm arm, TrainedNetworks trained) throws IOException {
    for (var network : trained.networks().entrySet()) {
      folder.write(
          arm.key() + "/" + network.getKey() + ".zip",
          out ->
              ModelFile.write(
                  network.getValue(),
                  Optional.ofNullable(trained.cards().get(network.getKey())),
                  out));
    }
  }
}
