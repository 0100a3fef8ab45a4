package dev.bottleneck.cli;

import dev.bottleneck.data.Dataset;
import dev.bottleneck.evaluation.AnomalyThreshold;
import dev.bottleneck.evaluation.Reconstruction;
import dev.bottleneck.report.MetricsCsv;
import dev.bottleneck.report.Numbers;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.TrainedRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bottleneck score-anomalies}: which examples the autoencoder cannot give back. */
@Command(
    name = "score-anomalies",
    description = "Write each example's reconstruction error, and whether it is an anomaly.",
    mixinStandardHelpOptions = true)
final class ScoreAnomaliesCommand implements Runnable {
  @Mixin private ModelOptions model;
  @Mixin private ExampleOptions examples;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "A .csv: example, label if known, squaredError, anomaly.")
  private Path out;

  @Option(
      names = "--quantile",
      paramLabel = "Q",
      defaultValue = "0.99",
      description =
          "The share of normal examples whose error lies below the threshold (default: 0.99).")
  private double quantile;

  @Option(
      names = "--normal",
      paramLabel = "DATA",
      description =
          "Normal examples that the threshold is chosen on (default: the validation part of the"
              + " run).")
  private String normal;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    if (!out.getFileName().toString().endsWith(".csv")) {
      throw new UserError(out + ": the extension must be .csv");
    }
    if (!(quantile > 0 && quantile < 1)) {
      throw new UserError("--quantile is " + quantile + ": it must lie between 0 and 1");
    }
    TrainedRun run = model.open();
    Dataset data = examples.open(run);
    Dataset chosenOn =
        normal == null ? run.validationData(examples.options()) : examples.openAll(normal, run);
    AnomalyThreshold threshold = AnomalyThreshold.of(quantile, errors(run, chosenOn));
    double[] errors = errors(run, data);
    write(data, errors, threshold);
    print(data, errors, threshold, chosenOn);
  }

  /** The squared error of each example, a mean over its values. */
  private static double[] errors(TrainedRun run, Dataset data) {
    return new Reconstruction()
        .add(data.features(), run.autoencoder().reconstruct(data.features()))
        .squaredErrorPerExample();
  }

  private void write(Dataset data, double[] errors, AnomalyThreshold threshold) {
    int[] labels = data.labels().orElse(null);
    MetricsCsv csv = new MetricsCsv("example", "label", "squaredError", "anomaly");
    for (int i = 0; i < errors.length; i++) {
      csv.row(i, labels == null ? "" : labels[i], errors[i], threshold.isAnomaly(errors[i]));
    }
    try {
      csv.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + out, e);
    }
  }

  private void print(Dataset data, double[] errors, AnomalyThreshold threshold, Dataset chosenOn) {
    PrintWriter to = spec.commandLine().getOut();
    to.printf(
        "Threshold %s: the %s quantile of the squared errors of %,d normal examples%s%n",
        Numbers.fixed(threshold.value(), 6),
        Numbers.fixed(quantile, 4),
        chosenOn.size(),
        normal == null ? " (the run's validation part)" : " of " + normal);
    to.printf(
        "Anomalies: %s of %,d examples of %s%n",
        percent(threshold.share(errors)), data.size(), data.name());
    data.labels()
        .ifPresent(
            labels -> {
              for (int c = 0; c < data.classes(); c++) {
                int wanted = c;
                double[] ofClass =
                    IntStream.range(0, labels.length)
                        .filter(i -> labels[i] == wanted)
                        .mapToDouble(i -> errors[i])
                        .toArray();
                if (ofClass.length > 0) {
                  to.printf(
                      "  %-12s %8s of %,d%n",
                      data.classNames().get(c), percent(threshold.share(ofClass)), ofClass.length);
                }
              }
            });
    Written.line(spec, "Errors", out);
  }

  private static String percent(double share) {
    return Numbers.fixed(100 * share, 2) + " %";
  }
}
