package dev.bottleneck.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bottleneck.data.DataOptions;
import dev.bottleneck.runtime.Build;
import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A whole job by Bottleneck's own command, with one network at a time on one thread. */
final class OurJob {
  private static final String START_UP = "start-up";

  private final Path launcher;
  private final Path folder;
  private final BenchmarkData data;

  /**
   * @param folder takes what the jobs write
   * @param data of the jobs that are not on MNIST
   * @throws UserError if this is no installation with a launcher
   */
  OurJob(Path folder, BenchmarkData data) {
    this.launcher =
        Build.home()
            .map(home -> home.resolve("bottleneck"))
            .filter(Files::isExecutable)
            .orElseThrow(
                () ->
                    new UserError(
                        "--jobs times the command ./bottleneck, which is not beside these"
                            + " classes: run it from a working copy or an image"));
    this.folder = folder;
    this.data = data;
  }

  /** Runs it once, with the seed {@code round}. */
  JobTimes run(JobCase what, int epochs, int threads, int round) {
    Path out = folder.resolve("%s-%d".formatted(what, round));
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(what.isSweep() ? sweep(what, out, round) : run(what, epochs, out, round));
    if (!what.isSweep()) {
      command.addAll(
          List.of("--parallel", "1", "--threads", "" + threads, "--precision", what.precision()));
    }
    Map<String, String> environment = new HashMap<>();
    environment.put("OMP_NUM_THREADS", Integer.toString(threads));
    data.options()
        .dataDir()
        .ifPresent(dir -> environment.put(DataOptions.DATA_VARIABLE, dir.toString()));
    TimedProcess process = TimedProcess.run(command, environment);
    if (process.exitCode() != 0) {
      throw new IllegalStateException(
          "%s ended with code %d: %s"
              .formatted(String.join(" ", command), process.exitCode(), process.output()));
    }
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
    Path run = onlyFolder(onlyFolder(out));
    ObjectMapper json = new ObjectMapper();
    JsonNode manifest = json.readTree(run.resolve("manifest.json").toFile());
    Map<String, Double> sums = sums(Files.readAllLines(run.resolve("timings.csv")));
    double training = sums.getOrDefault("trainingSeconds", 0.0);
    double validation = sums.getOrDefault("validationSeconds", 0.0);
    double gather = sums.getOrDefault("gatherSeconds", 0.0);
    double step = sums.getOrDefault("stepSeconds", 0.0);
    double data = manifest.get("dataSeconds").asDouble();
    double jobs = manifest.get("wallSeconds").asDouble();
    double report = manifest.get("reportSeconds").asDouble();
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put(START_UP, process.seconds() - data - jobs - report);
    parts.put("data", data);
    parts.put("gather", gather);
    parts.put("step", step);
    parts.put("loop", training - gather - step);
    parts.put("validation", validation);
    parts.put("measures", jobs - training - validation);
    parts.put("report", report);
    JsonNode arms = json.readTree(run.resolve("summary.json").toFile()).get("arms");
    JsonNode measures = arms.get(what.experiment());
    String metric = measures.get("measures").has("loss") ? "loss" : "error";
    return new JobTimes(
        process.seconds(),
        process.processorSeconds(),
        parts,
        measures.get("measures").get(metric).get("mean").asDouble());
  }

  /** The training of every network, by metric: those of the rows "job", and of their phases. */
  private static Map<String, Double> sums(List<String> lines) {
    Map<String, Double> sums = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      boolean job = cells[2].equals("job");
      boolean ofPhases = cells[3].equals("gatherSeconds") || cells[3].equals("stepSeconds");
      if (job || ofPhases) {
        sums.merge(cells[3], Double.parseDouble(cells[4]), Double::sum);
      }
    }
    return sums;
  }

  private static JobTimes ofSweep(TimedProcess process, Path out) throws IOException {
    List<String> lines = Files.readAllLines(onlyFolder(out).resolve("trials.csv"));
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

  private static Path onlyFolder(Path parent) throws IOException {
    try (Stream<Path> children = Files.list(parent)) {
      return children.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }
}
