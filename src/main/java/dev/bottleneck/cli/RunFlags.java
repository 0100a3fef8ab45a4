package dev.bottleneck.cli;

import dev.bottleneck.StudyBuilder;
import dev.bottleneck.runtime.Require;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code run}, {@code replicate} and {@code reproduce} take alike. */
final class RunFlags {
  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "Set a hyper-parameter or another key of the configuration; may be repeated.")
  private List<String> assignments = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "RUN",
      description = "Start from the weights of a run's folder or a model's .zip (--set from=RUN).")
  private String from;

  @Option(
      names = "--engine",
      paramLabel = "dl4j|compiled|cuda|auto",
      description =
          "What trains and runs the networks: auto, compiled, cuda (NVIDIA's GPUs) or dl4j "
              + "(--set engine=...).")
  private String engine;

  @Option(
      names = "--precision",
      paramLabel = "f32|bf16",
      description =
          "What the compiled engine multiplies in while training; bf16 is faster, "
              + "less exact, and no published setting (--set precision=...; default: f32).")
  private String precision;

  @Option(
      names = "--replace-data",
      paramLabel = "name=data",
      description =
          "Take other data in place of a named set, and leave experiments on any other set alone:"
              + " fashion-mnist=mnist; may be repeated.")
  private Map<String, String> replacements = new LinkedHashMap<>();

  @Option(names = "--seeds", paramLabel = "N", description = "How many seeds.")
  private Integer seeds;

  @Option(
      names = "--until-decided",
      description =
          "Add seeds until every comparison is settled by a confidence sequence, which holds at"
              + " every look; --seeds is then the most (--set untilDecided=true).")
  private boolean untilDecided;

  @Option(
      names = "--quick",
      description = "A few batches and two seeds: shows that it runs; its numbers mean nothing.")
  private boolean quick;

  @Mixin private JobFlags jobs;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the run's folder is made (default: results/runs).")
  private Path out;

  @Option(
      names = "--tensorboard",
      paramLabel = "DIR",
      description =
          "Write what is measured, as it is measured, into a folder for TensorBoard, too.")
  private Path tensorBoard;

  @Option(
      names = "--mlflow",
      paramLabel = "URI",
      description =
          "Tell a tracking server of MLflow's what is measured, as it is measured, such as"
              + " http://127.0.0.1:5000.")
  private URI mlflow;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Compute threads of one network (default: 1).")
  private Integer threads;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description =
          "Networks trained side by side, spread evenly over the GPUs with CUDA (default: cores /"
              + " threads; with CUDA, GPUs); does not change a number.")
  private Integer parallel;

  /** Has {@code study} be what was asked for, and print what a person should read. */
  <B extends StudyBuilder<B>> B applyTo(B study) {
    assignments.forEach(study::set);
    replacements.forEach(study::replaceData);
    Optional.ofNullable(from).map(text -> Require.path("--from", text)).ifPresent(study::from);
    Optional.ofNullable(engine).ifPresent(study::engine);
    Optional.ofNullable(precision).ifPresent(study::precision);
    if (seeds != null) {
      Require.atLeast("--seeds", seeds, 1);
      study.seeds(seeds);
    }
    if (untilDecided) {
      study.untilDecided();
    }
    if (quick) {
      study.quick();
    }
    Optional.ofNullable(out).ifPresent(study::out);
    Optional.ofNullable(tensorBoard).ifPresent(study::tensorBoard);
    Optional.ofNullable(mlflow).ifPresent(study::mlflow);
    Optional.ofNullable(threads).ifPresent(study::threads);
    Optional.ofNullable(parallel).ifPresent(study::parallel);
    return jobs.applyTo(study);
  }
}
