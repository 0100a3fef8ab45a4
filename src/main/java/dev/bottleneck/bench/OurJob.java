package dev.bottleneck.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A whole job by Bottleneck's own command, with one network at a time on one thread. */
final class OurJob {
  private final Launcher launcher;
  private final Path folder;
  private final BenchmarkData data;

  /**
   * @param folder takes what the jobs write
   * @param data of the jobs that are not on MNIST
   * @throws dev.bottleneck.runtime.UserError if this is no installation with a launcher
   */
  OurJob(Path folder, BenchmarkData data) {
    this.launcher = Launcher.find("--jobs");
    this.folder = folder;
    this.data = data;
  }

  /** Runs it once, with the seed {@code round}. */
  JobTimes run(JobCase what, int epochs, int threads, int round) {
    Path out = folder.resolve("%s-%d".formatted(what, round));
    List<String> command =
        new ArrayList<>(what.isSweep() ? sweep(what, out, round) : run(what, epochs, out, round));
    if (!what.isSweep()) {
      command.addAll(
          List.of("--parallel", "1", "--threads", "" + threads, "--precision", what.precision()));
    }
    TimedProcess process = launcher.run(command, data.environment(threads));
    try {
      return what.isSweep() ? ofSweep(process, out) : ofRun(what, process, out);
    } catch (IOException e) {
      throw new UncheckedIOException("what the job left in " + out + " cannot be read", e);
    }
  }

  private List<String> run(JobCase what, int epochs, Path out, int round) {
    List<String> words =
        new ArrayList<>(List.of("run", what.experiment(), "--out", out.toString()));
    if (what.onMnist()) {
      words.addAll(List.of("--seeds", "" + JobCase.SEEDS));
    } else {
      words.addAll(
          List.of(
              "--seeds",
              "1",
              "--set",
              "data=" + data.spec(),
              "--set",
              "epochs=" + what.epochs(epochs)));
    }
    words.addAll(List.of("--set", "batchSize=" + what.batch(), "--set", "firstSeed=" + round));
    return words;
  }

  private List<String> sweep(JobCase what, Path out, int round) {
    String text =
        String.format(
            Locale.ROOT,
            """
            name: bench
            experiment: %s
            set: {data: mnist, validation: 'first:5000', batchSize: %d, epochs: %d, precision: %s}
            space:
              hidden: {integer: [50, 200]}
              code: {integer: [10, 50]}
              learningRate: {log-uniform: [0.0001, 0.01]}
            search: {kind: tpe}
            objective: {metric: loss, goal: min}
            budget: {trials: %d}
            finalSeeds: 0
            sweepSeed: %d
            """,
            what.experiment(),
            what.batch(),
            what.epochs(0),
            what.precision(),
            JobCase.TRIALS,
            round);
    Path file = folder.resolve("%s-%d.yaml".formatted(what, round));
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    return List.of("sweep", file.toString(), "--workers", "1", "--out", out.toString());
  }

  private static JobTimes ofRun(JobCase what, TimedProcess process, Path out) throws IOException {
    RunRecord run = RunRecord.of(out);
    return new JobTimes(
        process.seconds(),
        process.processorSeconds(),
        run.parts(process.seconds()),
        run.reached(what.experiment()));
  }

  private static JobTimes ofSweep(TimedProcess process, Path out) throws IOException {
    List<String> lines = Files.readAllLines(RunRecord.onlyFolder(out).resolve("trials.csv"));
    List<String> header = List.of(lines.get(0).split(","));
    double trials = 0;
    double best = Double.POSITIVE_INFINITY;
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      best = Math.min(best, Double.parseDouble(cells[header.indexOf("value")]));
      trials += Double.parseDouble(cells[header.indexOf("seconds")]);
    }
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put("trials", trials);
    parts.put("all else", process.seconds() - trials);
    return new JobTimes(process.seconds(), process.processorSeconds(), parts, best);
  }
}
