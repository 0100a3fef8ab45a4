package dev.bottleneck;

import static dev.bottleneck.Bottleneck.computed;
import static dev.bottleneck.BottleneckException.orTold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.data.DataOptions;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.models.RunData;
import dev.bottleneck.study.models.TrainedRun;
import dev.bottleneck.study.result.MetricRow;
import dev.bottleneck.study.resume.ResumedRun;
import dev.bottleneck.study.runs.RecordedRun;
import dev.bottleneck.study.runs.RunCatalog;
import dev.bottleneck.study.runs.RunTables;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A run that was carried out, read from its folder whenever it is asked. */
public final class Run {
  private final Path folder;

  private Run(Path folder) {
    this.folder = folder;
  }

  static Run of(Path folder) {
    return orTold(() -> new Run(ResumedRun.open(folder, false, false).folder().path()));
  }

  /** A part of a run's data. */
  public enum Part {
    /** What was trained on. */
    TRAIN,
    /** What was held out of it. */
    VALIDATION,
    /** What chose nothing. */
    TEST
  }

  /**
   * A value that was measured.
   *
   * @param phase of training, or {@code end} for a final measure
   * @param epoch epochs done within the phase; NaN of a final measure
   * @param metric such as {@code validation loss} or {@code crossEntropy}
   */
  public record Measured(
      String arm, long seed, String phase, double epoch, String metric, double value) {
    static Measured of(MetricRow row) {
      return new Measured(
          row.arm(), row.seed(), row.phase(), row.epoch(), row.metric(), row.value());
    }
  }

  /** Where its files are. */
  public Path folder() {
    return folder;
  }

  /** The page with its verdict, tables and pictures. */
  public Path report() {
    return folder.resolve("report.html");
  }

  /** Its settings, which give the same numbers again. */
  public Path configuration() {
    return folder.resolve("config.yaml");
  }

  /** What its experiment's configuration is called. */
  public String name() {
    return orTold(() -> ResumedRun.open(folder, false, false).configuration().text("name"));
  }

  /** Such as {@code running}, {@code complete}, {@code interrupted} or {@code failed}. */
  public String state() {
    return orTold(
        () -> String.valueOf(ResumedRun.open(folder, false, false).manifest().get("state")));
  }

  /** What one wants to know of it before its numbers. */
  public RunOverview overview() {
    return orTold(
        () -> {
          RunCatalog alone = new RunCatalog(List.of(RecordedRun.open(folder)), List.of());
          return RunOverview.of(alone.runs().get(0), alone.changed().get(0));
        });
  }

  /** The same with its tables, as the command line's {@code runs show} prints it. */
  public String shown() {
    return orTold(() -> RunTables.show(RecordedRun.open(folder)));
  }

  /** What it found, over its seeds. */
  public RunSummary summary() {
    return orTold(() -> RunSummary.of(json("summary.json")));
  }

  private JsonNode json(String name) {
    Path file = folder.resolve(name);
    try {
      return new JsonMapper().readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UserError(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** All that was measured: learning curves and final measures of every network. */
  public List<Measured> measured() {
    return orTold(
        () -> MetricRow.read(folder.resolve(MetricRow.FILE)).stream().map(Measured::of).toList());
  }

  /**
   * A final measure of an arm on each seed.
   *
   * @param measure such as {@code crossEntropy}
   */
  public Map<Long, Double> values(String arm, String measure) {
    return orTold(
        () -> {
          Map<Long, Double> values = new TreeMap<>();
          for (MetricRow row : MetricRow.read(folder.resolve(MetricRow.FILE), measure::equals)) {
            if (row.isFinal() && row.arm().equals(arm)) {
              values.put(row.seed(), row.value());
            }
          }
          return values;
        });
  }

  /** The names of its pictures. */
  public List<String> figures() {
    return orTold(() -> new FigureFiles(folder).names());
  }

  /**
   * One of its pictures.
   *
   * @param name one of {@link #figures()}
   */
  public BufferedImage figure(String name) {
    return orTold(() -> new FigureFiles(folder).read(name));
  }

  /** The trained autoencoder of the first seed. */
  public Autoencoder model() {
    return computed(() -> Autoencoder.of(TrainedRun.open(folder, Optional.empty(), Set.of())));
  }

  /** That of an arm, where there are several. */
  public Autoencoder model(String arm) {
    return computed(() -> Autoencoder.of(TrainedRun.open(folder, Optional.of(arm), Set.of())));
  }

  /** A part of its data, in the data's own units, as the run divided them. */
  public Data data(Part part) {
    return computed(
        () ->
            Data.of(
                RunData.of(folder)
                    .orElseThrow(() -> new UserError(folder + ": its config.yaml is gone"))
                    .part(RunData.Part.valueOf(part.name()), DataOptions.defaults())));
  }

  /** The summary's tables and sentences. */
  @Override
  public String toString() {
    return summary().toString();
  }
}
