package dev.bottleneck.study;

import dev.bottleneck.data.DataDirOption;
import dev.bottleneck.data.DataOptions;
import dev.bottleneck.data.Datasets;
import dev.bottleneck.device.Machine;
import dev.bottleneck.jobs.LivenessOption;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.resume.CheckpointOption;
import dev.bottleneck.study.resume.ResumedRun;
import dev.bottleneck.study.yaml.ConfigurationFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a study is carried out; the same on the command line and for an experiment's main. */
public final class RunOptions {
  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "Set a hyper-parameter or another key of the configuration; may be repeated.")
  private List<String> assignments = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "RUN",
      description = "Start from the weights of a run's folder or a model's .zip (--set from=RUN).")
  private String from;

  @Option(
      names = "--engine",
      paramLabel = "dl4j|compiled|auto",
      description = "What trains and runs the networks: auto, compiled or dl4j (--set engine=...).")
  private String engine;

  @Option(
      names = "--precision",
      paramLabel = "f32|bf16",
      description =
          "What the compiled engine multiplies in while training; bf16 is faster, "
              + "less exact, and no published setting (--set precision=...; default: f32).")
  private String precision;

  @Option(
      names = "--replace-data",
      paramLabel = "name=data",
      description =
          "Take other data in place of a named set, and leave experiments on any other set alone:"
              + " fashion-mnist=mnist; may be repeated.")
  private Map<String, String> replacements = new LinkedHashMap<>();

  @Option(names = "--seeds", paramLabel = "N", description = "How many seeds.")
  private Integer seeds;

  @Option(
      names = "--until-decided",
      description =
          "Add seeds until every comparison is settled by a confidence sequence, which holds at"
              + " every look; --seeds is then the most (--set untilDecided=true).")
  private boolean untilDecided;

  @Option(
      names = "--quick",
      description = "A few batches and two seeds: shows that it runs; its numbers mean nothing.")
  private boolean quick;

  @Mixin private CheckpointOption checkpoint = new CheckpointOption();

  @Mixin private LivenessOption liveness = new LivenessOption();

  private int blocks = 1;

  @Mixin private DataDirOption dataDir = new DataDirOption();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the run's folder is made (default: results/runs).")
  private Path out;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Compute threads of one network (default: 1).")
  private Integer threads;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description =
          "Networks trained side by side, spread evenly over the GPUs with CUDA (default: cores /"
              + " threads; with CUDA, GPUs); does not change a number.")
  private Integer parallel;

  /**
   * Applies {@code --set}, {@code --from}, {@code --engine}, {@code --precision}, {@code
   * --replace-data}, {@code --seeds}, {@code --quick}.
   */
  public ConfigurationFile applyTo(ConfigurationFile file) {
    assignments.forEach(file::set);
    replacements.keySet().forEach(Datasets::requireName);
    replacements.forEach(file::replaceData);
    if (from != null) {
      file.setText("from", from);
    }
    if (engine != null) {
      file.setText("engine", engine);
    }
    if (precision != null) {
      file.setText("precision", precision);
    }
    boolean quickAsked =
        quick || assignments.stream().anyMatch(a -> a.strip().matches("quick\\s*=\\s*true"));
    boolean seedsAsked = assignments.stream().anyMatch(a -> a.strip().matches("seeds\\s*=.*"));
    if (quickAsked) {
      file.set("quick=true");
      if (!seedsAsked) {
        file.set("seeds=2");
      }
    }
    if (seeds != null) {
      file.set("seeds=" + seeds);
    }
    if (blocks > 1) {
      file.inBlocks(blocks);
    }
    if (untilDecided) {
      file.set("untilDecided=true");
    }
    return file;
  }

  /** Has the study run {@code count} blocks of the seeds that are asked for otherwise. */
  public void inBlocks(int count) {
    blocks = count;
  }

  /** Whether {@code --quick} was given. */
  public boolean quick() {
    return quick;
  }

  /** What {@code --set} was given. */
  List<String> assignments() {
    return assignments;
  }

  /**
   * Refuses what, beside {@code --set}, would change the settings of a run that is gone on with.
   */
  void requireNoSettings() {
    boolean set =
        !replacements.isEmpty()
            || Stream.of(from, engine, precision, seeds).anyMatch(Objects::nonNull)
            || quick
            || untilDecided;
    if (set) {
      throw new UserError(
          "--resume and --join go on with the settings of the run: leave out what sets a key; a"
              + " finished run takes --set epochs=N");
    }
  }

  double checkpointSeconds() {
    return checkpoint.seconds();
  }

  Duration deadAfter() {
    return liveness.deadAfter();
  }

  DataOptions data() {
    return dataDir.options();
  }

  /** Where runs get their folders. */
  public Path out() {
    return out != null ? out : RunFolder.DEFAULT_ROOT;
  }

  /** A new one for a run called {@code name}, or where none was named beside {@code other}. */
  RunFolder folder(String name, Optional<RunFolder> other) {
    return out == null && other.isPresent()
        ? RunFolder.createBeside(other.get())
        : RunFolder.create(out(), name);
  }

  /**
   * The compute threads of one network: those that a run was begun with, as bits depend on them.
   *
   * @throws UserError if others are asked for
   */
  int threads(Optional<ResumedRun> resumed) {
    Optional<Integer> before = resumed.flatMap(ResumedRun::threads);
    int count = threads != null ? threads : before.orElse(1);
    Require.atLeast("--threads", count, 1);
    if (before.isPresent() && count != before.get()) {
      throw new UserError(
          "--threads is %d, but the run was begun with %d: leave it out"
              .formatted(count, before.get()));
    }
    return count;
  }

  int parallel(int threads) {
    if (parallel != null) {
      Require.atLeast("--parallel", parallel, 1);
      return parallel;
    }
    return Machine.parallelTrainings(threads);
  }
}
