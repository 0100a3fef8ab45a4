package dev.bottleneck.sweep;

import dev.bottleneck.data.DataDirOption;
import dev.bottleneck.data.DataOptions;
import dev.bottleneck.device.Machine;
import dev.bottleneck.jobs.LivenessOption;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.resume.CheckpointOption;
import dev.bottleneck.sweep.definition.Sweep;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a sweep is carried out. */
public final class SweepOptions {
  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "Set a key of the experiment that is not searched; may be repeated.")
  private List<String> assignments = new ArrayList<>();

  @Option(names = "--resume", description = "Go on with a sweep that was stopped.")
  private boolean resume;

  @Option(
      names = "--join",
      description =
          "Work on a sweep together with other processes of this machine; the first begins it."
              + " With CUDA each takes all GPUs it sees: CUDA_VISIBLE_DEVICES gives it some.")
  private boolean join;

  @Option(
      names = "--retry-failed",
      description = "Try failed trials again; with --resume or --join.")
  private boolean retryFailed;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "Trials trained side by side, each on one thread, spread evenly over the GPUs with CUDA"
              + " (default: cores; with CUDA, GPUs).")
  private Integer workers;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "How many settings are tried in all (default: the file's budget).")
  private Integer trials;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the sweep's folder lies (default: results/sweeps).")
  private Path out = Path.of("results", "sweeps");

  @Mixin private DataDirOption dataDir = new DataDirOption();

  @Mixin private CheckpointOption checkpoint = new CheckpointOption();

  @Mixin private LivenessOption liveness = new LivenessOption();

  /**
   * Options for a sweep begun anew.
   *
   * @param workers trials side by side, {@code null} for as many as there are cores, or GPUs
   * @param trials the budget, {@code null} for the file's
   * @param dataDir where data sets are looked for first
   */
  public static SweepOptions of(Integer workers, Integer trials, DataDirOption dataDir) {
    SweepOptions options = new SweepOptions();
    options.workers = workers;
    options.trials = trials;
    options.dataDir = dataDir;
    return options;
  }

  List<String> assignments() {
    return assignments;
  }

  boolean resume() {
    return resume;
  }

  boolean join() {
    return join;
  }

  boolean retryFailed() {
    if (retryFailed && !resume && !join) {
      throw new UserError("--retry-failed goes with --resume or --join: a new sweep has no trials");
    }
    return retryFailed;
  }

  int workers() {
    int count = workers == null ? Machine.parallelTrainings(1) : workers;
    Require.atLeast("--workers", count, 1);
    return count;
  }

  Sweep applyTo(Sweep sweep) {
    if (trials == null) {
      return sweep;
    }
    Require.atLeast("--trials", trials, 1);
    return sweep.withTrials(trials);
  }

  /** Whether {@code --trials} was given and is more than {@code count}. */
  boolean asksForMoreThan(int count) {
    return trials != null && trials > count;
  }

  Path folder(Sweep sweep) {
    return out.resolve(sweep.name());
  }

  DataOptions data() {
    return dataDir.options();
  }

  double checkpointSeconds() {
    return checkpoint.seconds();
  }

  Duration deadAfter() {
    return liveness.deadAfter();
  }
}
