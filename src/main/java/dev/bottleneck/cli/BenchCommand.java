package dev.bottleneck.cli;

import dev.bottleneck.bench.Benchmark;
import dev.bottleneck.bench.BenchmarkImages;
import dev.bottleneck.bench.BenchmarkNet;
import dev.bottleneck.bench.BenchmarkPlan;
import dev.bottleneck.bench.PyTorch;
import dev.bottleneck.data.DataDirOption;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bottleneck bench}: how fast a training step is. */
@Command(
    name = "bench",
    description =
        "Time one training step, compiled and by Deeplearning4j, and write a page of benchmarks.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Runnable {
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
      description = "Compute threads, the same for all that are timed (default: 1).")
  private List<Integer> threads;

  @Option(
      names = "--peers",
      description =
          "Time PyTorch in the same rounds; needs Debian's python3-torch and libopenblas0-pthread.")
  private boolean peers;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = "The Python that has PyTorch (default: python3, else /usr/bin/python3).")
  private String python;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "9",
      description = "Rounds, of which the median is taken (default: 9).")
  private int rounds;

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

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "results/BENCHMARKS.md",
      description = "The page whose section is renewed (default: results/BENCHMARKS.md).")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    BenchmarkPlan plan =
        new BenchmarkPlan(
            nets.stream().map(BenchmarkNet::named).toList(),
            batches,
            threads,
            rounds,
            Duration.ofMillis(slice));
    Optional<PyTorch> peer =
        peers ? Optional.of(PyTorch.find(Optional.ofNullable(python))) : Optional.empty();
    PrintWriter terminal = spec.commandLine().getOut();
    BenchmarkImages images =
        BenchmarkImages.open(Optional.ofNullable(data), dataDir.options(), terminal);
    new Benchmark(plan, images, peer, terminal).run(out, TypedCommand.of(spec));
  }
}
