package dev.bottleneck.cli;

import dev.bottleneck.autoencoder.RowClasses;
import dev.bottleneck.autoencoder.Scaling;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.evaluation.AnomalyThreshold;
import dev.bottleneck.report.MetricsCsv;
import dev.bottleneck.report.Numbers;
import dev.bottleneck.runtime.Printable;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.models.TrainedRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
      description = "A .csv: example, label and className if known, squaredError, anomaly.")
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
    if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
      throw new UserError(out + ": the extension must be .csv");
    }
    if (!(quantile > 0 && quantile < 1)) {
      throw new UserError("--quantile is " + quantile + ": it must lie between 0 and 1");
    }
    Written.check("--out", out);
    TrainedRun run = model.open();
    Dataset data = examples.open(run);
    Dataset chosenOn =
        normal == null
            ? examples.openValidation(run, "name normal data with --normal")
            : examples.openAll(normal, run);
    AnomalyThreshold threshold = AnomalyThreshold.of(quantile, finite(run, chosenOn));
    double[] errors = run.squaredErrors(data);
    write(data, errors, threshold);
    print(run, data, errors, threshold, chosenOn);
  }

  /** The errors of normal examples: a threshold at infinity would call nothing an anomaly. */
  private static double[] finite(TrainedRun run, Dataset chosenOn) {
    double[] errors = run.squaredErrors(chosenOn);
    for (int i = 0; i < errors.length; i++) {
      if (!Double.isFinite(errors[i])) {
        throw new UserError(
            "the model's error on normal example "
                + i
                + " of "
                + chosenOn.name()
                + " is "
                + errors[i]
                + ": no threshold follows from it");
      }
    }
    return errors;
  }

  private void write(Dataset data, double[] errors, AnomalyThreshold threshold) {
    RowClasses classes = RowClasses.of(data.labels(), data.classNames()).orElse(null);
    boolean named = classes != null && classes.named();
    List<String> header = new ArrayList<>(List.of("example", "label"));
    header.addAll(named ? List.of("className") : List.of());
    header.addAll(List.of("squaredError", "anomaly"));
    MetricsCsv csv = new MetricsCsv(header.toArray(String[]::new));
    for (int i = 0; i < errors.length; i++) {
      List<Object> cells = new ArrayList<>();
      cells.add(i);
      cells.add(classes == null ? "" : classes.labels()[i]);
      cells.addAll(named ? List.of(classes.name(i)) : List.of());
      cells.addAll(List.of(errors[i], threshold.isAnomaly(errors[i])));
      csv.row(cells.toArray());
    }
    try {
      csv.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + out, e);
    }
  }

  private void print(
      TrainedRun run, Dataset data, double[] errors, AnomalyThreshold threshold, Dataset chosenOn) {
    PrintWriter to = spec.commandLine().getOut();
    Scaling scaling = run.card().scaling();
    to.printf(
        Locale.ROOT,
        "Threshold %s: the %s quantile of the squared errors%s of %,d normal examples%s%n",
        Numbers.fixed(threshold.value(), 6),
        Numbers.fixed(quantile, 4),
        scaling.isNone() ? "" : " (of values scaled as in training: " + scaling + ")",
        chosenOn.size(),
        normal == null ? " (the run's validation part)" : " of " + normal);
    to.printf(
        Locale.ROOT,
        "Anomalies: %s of %,d examples of %s%n",
        percent(threshold.share(errors)),
        data.size(),
        Printable.line(data.name()));
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
                      Locale.ROOT,
                      "  %-12s %8s of %,d%n",
                      Printable.line(data.classNames().get(c)),
                      percent(threshold.share(ofClass)),
                      ofClass.length);
                }
              }
            });
    Written.line(spec, "Errors", out);
  }

  private static String percent(double share) {
    return Numbers.fixed(100 * share, 2) + " %";
  }
}
