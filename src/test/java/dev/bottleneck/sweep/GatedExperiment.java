package dev.bottleneck.sweep;

import dev.bottleneck.data.Splits;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.runtime.Interrupted;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.experiment.Job;
import dev.bottleneck.study.figures.StudyFigures;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.JobResult;
import dev.bottleneck.testing.ToyImages;
import dev.bottleneck.training.TrainingMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Two epochs of nothing, between which something happens to the seeds that a test has put a gate
 * before: a file that bears the seed's number, and says what.
 */
public final class GatedExperiment implements Experiment<GatedExperiment.Hyperparameters> {
  /** The training stops until the gate is gone. */
  static final String WAIT = "wait";

  /** The process ends at once. */
  static final String HALT = "halt";

  static final int HALTED = 3;

  /**
   * @param gates the folder of the gates
   * @param x the loss
   */
  public record Hyperparameters(String gates, double x) {}

  /** A sweep called gated, whose gates lie in {@code folder}. */
  static Path write(Path folder, int trials, String... more) throws IOException {
    Files.createDirectories(gates(folder));
    String data = ToyImages.write(folder.resolve("toy"), 100, 40);
    Path experiment =
        Files.writeString(
            folder.resolve("experiment.yaml"),
            String.format(
                Locale.ROOT,
                """
            name: gated
            experiment: %s
            data: '%s'
            validation: last:40
            evaluateOn: validation
            seeds: 1
            firstSeed: 1
            quick: false
            published: {}
            hyperparameters: {gates: '%s', x: 0.5}
            """,
                GatedExperiment.class.getName(),
                data,
                gates(folder)));
    return Files.writeString(
        folder.resolve("gated.yaml"),
        String.format(
            Locale.ROOT,
            """
        name: gated
        experiment: '%s'
        space: {x: {uniform: [0, 1]}}
        objective: {metric: loss}
        budget: {trials: %d}
        %s
        """,
            experiment,
            trials,
            String.join("\n", more)));
  }

  private static Path gates(Path folder) {
    return folder.resolve("gates");
  }

  static Path gate(Path folder, long seed) {
    return gates(folder).resolve(Long.toString(seed));
  }

  static Path reached(Path folder, long seed) {
    return gates(folder).resolve(seed + ".reached");
  }

  @Override
  public JobResult run(Job job, Hyperparameters h) {
    TrainingMonitor training = job.phase("training").monitor(() -> Optional.of(h.x()));
    training.epochEnded(1);
    pass(Path.of(h.gates(), Long.toString(job.seed())));
    training.epochEnded(2);
    return new JobResult(Map.of("loss", h.x()), Map.of(), Optional.empty());
  }

  private static void pass(Path gate) {
    try {
      if (!Files.exists(gate)) {
        return;
      }
      switch (Files.readString(gate)) {
        case HALT -> Runtime.getRuntime().halt(HALTED);
        case WAIT -> {
          Files.createFile(gate.resolveSibling(gate.getFileName() + ".reached"));
          while (Files.exists(gate)) {
            Interrupted.check();
            Thread.onSpinWait();
          }
        }
        case "stack" -> throw new StackOverflowError();
        case "class" -> throw new NoClassDefFoundError("some/Class");
        case "native" -> throw new UnsatisfiedLinkError("no such library");
        case "assertion" -> throw new AssertionError("it does not hold");
        case "state" -> throw new IllegalStateException("never so");
        default -> throw new IllegalStateException("unknown gate");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String title() {
    return "A gate between two epochs";
  }

  @Override
  public Class<Hyperparameters> hyperparameters() {
    return Hyperparameters.class;
  }

  @Override
  public List<Arm> arms(Hyperparameters h) {
    return List.of(new Arm("gated", "gated"));
  }

  @Override
  public Metric headline() {
    return Metric.loss("loss", "loss", "", 4);
  }

  @Override
  public void check(Hyperparameters h, Splits data) {}

  @Override
  public Set<String> trainingOptions() {
    return Set.of("engine", "precision", "patience");
  }

  @Override
  public long steps(Job job, Hyperparameters h) {
    return 2;
  }

  @Override
  public void draw(StudyFigures figures, Hyperparameters h) {}
}
