package dev.bottleneck.study;

import dev.bottleneck.device.Machine;
import dev.bottleneck.jobs.JobOptions;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.resume.ResumedRun;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a run is carried out: of all that, its numbers depend on {@code threads} alone.
 *
 * @param jobs how they are carried out
 * @param out where its folder is made; empty for {@link RunFolder#DEFAULT_ROOT}
 * @param threads compute threads of one network; empty for 1, or for those a run was begun with
 * @param parallel networks trained side by side; empty for as many as there are cores, or GPUs
 * @param tensorBoard where what is measured is written for TensorBoard; empty for nowhere
 * @param mlflow the address of a server of MLflow's that is told it; empty for none
 */
public record RunOptions(
    JobOptions jobs,
    Optional<Path> out,
    OptionalInt threads,
    OptionalInt parallel,
    Optional<Path> tensorBoard,
    Optional<URI> mlflow) {
  /**
   * Checks all of it.
   *
   * @throws UserError naming what is wrong as the command line calls it
   */
  public RunOptions {
    threads.ifPresent(count -> Require.atLeast("--threads", count, 1));
    parallel.ifPresent(count -> Require.atLeast("--parallel", count, 1));
  }

  /** As this process's environment has it. */
  public static RunOptions defaults() {
    return new RunOptions(
        JobOptions.defaults(),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public RunOptions withJobs(JobOptions its) {
    return new RunOptions(its, out, threads, parallel, tensorBoard, mlflow);
  }

  public RunOptions withOut(Path folder) {
    return new RunOptions(jobs, Optional.of(folder), threads, parallel, tensorBoard, mlflow);
  }

  public RunOptions withThreads(int count) {
    return new RunOptions(jobs, out, OptionalInt.of(count), parallel, tensorBoard, mlflow);
  }

  public RunOptions withParallel(int count) {
    return new RunOptions(jobs, out, threads, OptionalInt.of(count), tensorBoard, mlflow);
  }

  public RunOptions withTensorBoard(Path folder) {
    return new RunOptions(jobs, out, threads, parallel, Optional.of(folder), mlflow);
  }

  public RunOptions withMlflow(URI server) {
    return new RunOptions(jobs, out, threads, parallel, tensorBoard, Optional.of(server));
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
