package dev.bottleneck.cli;

import dev.bottleneck.bench.Benchmark;
import dev.bottleneck.bench.BenchmarkData;
import dev.bottleneck.bench.BenchmarkImages;
import dev.bottleneck.bench.BenchmarkNet;
import dev.bottleneck.bench.BenchmarkPlan;
import dev.bottleneck.bench.JobBenchmark;
import dev.bottleneck.bench.JobCase;
import dev.bottleneck.bench.JobPlan;
import dev.bottleneck.bench.PyTorch;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bottleneck bench}: how fast a training step is, or whole jobs. */
@Command(
    name = "bench",
    description =
        "Time one training step, compiled and by Deeplearning4j, or with --jobs whole jobs, and write"
            + " a page of benchmarks.",
    mixinStandardHelpOptions = true,
    subcommands = {
      BenchCheckpointsCommand.class,
      BenchGrowthCommand.class,
      BenchSearchesCommand.class,
      BenchSideBySideCommand.class,
      BenchSoakCommand.class,
      BenchStartUpCommand.class
    })
final class BenchCommand implements Runnable {
  private static final int STEP_ROUNDS = 9;
  private static final int JOB_ROUNDS = 3;

  @Option(
      names = "--jobs",
      paramLabel = "JOB",
      arity = "0..1",
      split = ",",
      fallbackValue =
          "stacked-32,stacked-256,convolutional,recurrent,denoising-pretraining,sweep-32,sweep-256,"
              + "sweep-256-bf16",
      description =
          "Time whole jobs, from a command's start to its end: all of stacked-32, stacked-256,"
              + " convolutional, recurrent, denoising-pretraining, sweep-32, sweep-256 and"
              + " sweep-256-bf16, or those named (--jobs=JOB,JOB).")
  private List<String> jobs;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "With --jobs: epochs of those that train one network (default: 10 of stacked, as shipped,"
              + " and 3 of convolutional and recurrent, a third of theirs).")
  private int epochs;

  @Option(
      names = "--nets",
      paramLabel = "NET",
      split = ",",
      defaultValue = "stacked,wide,conv,lstm",
      description = "Which networks (default: stacked,wide,conv,lstm).")
  private List<String> nets;

  @Option(
      names = "--batches",
      paramLabel = "N",
      split = ",",
      defaultValue = "32,256",
      description = "Examples in a batch (default: 32,256).")
  private List<Integer> batches;

  @Option(
      names = "--threads",
      paramLabel = "N",
      split = ",",
      defaultValue = "1",
      description =
          "Compute threads, the same for all that are timed (default: 1); one number with --jobs.")
  private List<Integer> threads;

  @Option(
      names = "--peers",
      description =
          "Time PyTorch in the same rounds; needs Debian's python3-torch and libopenblas0-pthread,"
              + " and for --jobs python3-optuna.")
  private boolean peers;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = "The Python that has PyTorch (default: python3, else /usr/bin/python3).")
  private String python;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds, of which the median is taken (default: 9; with --jobs 3).")
  private Integer rounds;

  @Option(
      names = "--slice",
      paramLabel = "MS",
      defaultValue = "1000",
      description = "Milliseconds that each is timed in a round (default: 1000).")
  private int slice;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "28x28 gray images (default: fashion-mnist where it can be had, else mnist).")
  private String data;

  @Mixin private DataDirOption dataDir;

  @Mixin private BenchmarksPageOption page;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter terminal = spec.commandLine().getOut();
    if (jobs == null) {
      timeSteps(terminal);
    } else {
      timeJobs(terminal);
    }
  }

  private void timeSteps(PrintWriter terminal) {
    BenchmarkPlan plan =
        new BenchmarkPlan(
            nets.stream().map(BenchmarkNet::named).toList(),
            batches,
            threads,
            rounds == null ? STEP_ROUNDS : rounds,
            Duration.ofMillis(slice));
    Optional<PyTorch> peer = peer(PyTorch.FOR_STEPS);
    BenchmarkImages images = BenchmarkImages.of(data(terminal));
    new Benchmark(plan, images, peer, terminal).run(page.file(), TypedCommand.of(spec));
  }

  private void timeJobs(PrintWriter terminal) {
    JobPlan plan =
        new JobPlan(
            jobs.stream().map(JobCase::named).toList(),
            epochs,
            threads.get(0),
            rounds == null ? JOB_ROUNDS : rounds);
    Optional<PyTorch> peer = peer(plan.hasSweeps() ? PyTorch.FOR_SWEEPS : PyTorch.FOR_STEPS);
    new JobBenchmark(plan, data(terminal), peer, terminal).run(page.file(), TypedCommand.of(spec));
  }

  private Optional<PyTorch> peer(List<String> modules) {
    return peers
        ? Optional.of(PyTorch.find(Optional.ofNullable(python), modules))
        : Optional.empty();
  }

  private BenchmarkData data(PrintWriter terminal) {
    return BenchmarkData.open(Optional.ofNullable(data), dataDir.options(), terminal);
  }
}
