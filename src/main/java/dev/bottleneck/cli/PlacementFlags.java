package dev.bottleneck.cli;

import dev.bottleneck.SweepBuilder;
import dev.bottleneck.runtime.StandardInput;
import dev.bottleneck.runtime.UserError;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Where the workers of a sweep are, if not in this process. */
final class PlacementFlags {
  @Option(
      names = "--spark",
      paramLabel = "MASTER",
      description =
          "Have Spark place the workers, as many as --workers says, each in a process of its own;"
              + " such as spark://host:7077, with --store. SPARK_HOME names the Spark that is used"
              + " (default: 4.0.4).")
  private String spark;

  @Option(
      names = "--spark-conf",
      paramLabel = "key=value",
      description =
          "A setting of Spark's, such as spark.task.resource.gpu.amount=1; may be repeated.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--slurm",
      description =
          "Print what Slurm's sbatch takes to place as many workers as --workers says; with"
              + " --store.")
  private boolean slurm;

  @Option(
      names = "--kubernetes",
      description =
          "Print what kubectl apply takes to place as many workers as --workers says; with --store.")
  private boolean kubernetes;

  @Option(
      names = "--tethered",
      description =
          "Stop, as by Ctrl-C, when standard input ends, as it does when whoever started this"
              + " process is no more.")
  private boolean tethered;

  /** Does with {@code sweep} what was asked for. */
  void carryOut(SweepBuilder sweep, PrintWriter out) {
    List<String> places =
        Stream.of(
                spark == null ? "" : "--spark",
                slurm ? "--slurm" : "",
                kubernetes ? "--kubernetes" : "")
            .filter(place -> !place.isEmpty())
            .toList();
    if (places.size() > 1) {
      throw new UserError(String.join(" and ", places) + ": give one of them");
    }
    if (spark == null && !settings.isEmpty()) {
      throw new UserError("--spark-conf goes with --spark");
    }
    if (slurm) {
      out.print(sweep.slurmScript());
      return;
    }
    if (kubernetes) {
      out.print(sweep.kubernetesJob());
      return;
    }
    if (spark != null) {
      sweep.spark(spark, settings.toArray(String[]::new));
    }
    if (tethered) {
      StandardInput.endsProcess();
    }
    sweep.run();
  }
}
