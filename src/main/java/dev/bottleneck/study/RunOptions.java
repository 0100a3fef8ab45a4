package dev.bottleneck.study;

import dev.bottleneck.data.DataOptions;
import dev.bottleneck.device.Machine;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.Durations;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.resume.ResumedRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a run is carried out: of all that, its numbers depend on {@code threads} alone.
 *
 * @param data where data sets are looked for
 * @param out where its folder is made; empty for {@link RunFolder#DEFAULT_ROOT}
 * @param threads compute threads of one network; empty for 1, or for those a run was begun with
 * @param parallel networks trained side by side; empty for as many as there are cores, or GPUs
 * @param checkpointSeconds between two states of a training, at the least; 0 keeps none
 * @param deadAfter how long a process may be silent before others take its jobs
 * @param tensorBoard where what is measured is written for TensorBoard; empty for nowhere
 */
public record RunOptions(
    DataOptions data,
    Optional<Path> out,
    OptionalInt threads,
    OptionalInt parallel,
    double checkpointSeconds,
    Duration deadAfter,
    Optional<Path> tensorBoard) {
  /** How often states are written unless told otherwise. */
  public static final double CHECKPOINT_SECONDS = 30;

  /** How long a process may be silent unless told otherwise. */
  public static final Duration DEAD_AFTER = Duration.ofMinutes(1);

  /**
   * Checks all of it.
   *
   * @throws UserError naming what is wrong as the command line calls it
   */
  public RunOptions {
    threads.ifPresent(count -> Require.atLeast("--threads", count, 1));
    parallel.ifPresent(count -> Require.atLeast("--parallel", count, 1));
    Require.between("--checkpoint-every", checkpointSeconds, 0, Double.MAX_VALUE);
    Require.positive("--dead-after", Durations.seconds(deadAfter));
    deadAfter = Durations.atLeastAMillisecond(deadAfter); // what the store of jobs counts in
  }

  /** As this process's environment has it. */
  public static RunOptions defaults() {
    return new RunOptions(
        DataOptions.defaults(),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        CHECKPOINT_SECONDS,
        DEAD_AFTER,
        Optional.empty());
  }

  public RunOptions withData(DataOptions its) {
    return new RunOptions(its, out, threads, parallel, checkpointSeconds, deadAfter, tensorBoard);
  }

  public RunOptions withOut(Path folder) {
    return new RunOptions(
        data, Optional.of(folder), threads, parallel, checkpointSeconds, deadAfter, tensorBoard);
  }

  public RunOptions withThreads(int count) {
    return new RunOptions(
        data, out, OptionalInt.of(count), parallel, checkpointSeconds, deadAfter, tensorBoard);
  }

  public RunOptions withParallel(int count) {
    return new RunOptions(
        data, out, threads, OptionalInt.of(count), checkpointSeconds, deadAfter, tensorBoard);
  }

  public RunOptions withCheckpointSeconds(double seconds) {
    return new RunOptions(data, out, threads, parallel, seconds, deadAfter, tensorBoard);
  }

  public RunOptions withDeadAfter(Duration silence) {
    return new RunOptions(data, out, threads, parallel, checkpointSeconds, silence, tensorBoard);
  }

  public RunOptions withTensorBoard(Path folder) {
    return new RunOptions(
        data, out, threads, parallel, checkpointSeconds, deadAfter, Optional.of(folder));
  }

  /** Where runs get their folders. */
  public Path root() {
    return out.orElse(RunFolder.DEFAULT_ROOT);
  }

  /** A new one for a run called {@code name}, or where none was named beside {@code other}. */
  RunFolder folder(String name, Optional<RunFolder> other) {
    return out.isEmpty() && other.isPresent()
        ? RunFolder.createBeside(other.get())
        : RunFolder.create(root(), name);
  }

  /**
   * The compute threads of one network: those that a run was begun with, as bits depend on them.
   *
   * @throws UserError if others are asked for
   */
  int threads(Optional<ResumedRun> resumed) {
    Optional<Integer> before = resumed.flatMap(ResumedRun::threads);
    int count = threads.orElse(before.orElse(1));
    if (before.isPresent() && count != before.get()) {
      throw new UserError(
          "--threads is %d, but the run was begun with %d: leave it out"
              .formatted(count, before.get()));
    }
    return count;
  }

  int parallel(int threads) {
    return parallel.orElseGet(() -> Machine.parallelTrainings(threads));
  }
}
