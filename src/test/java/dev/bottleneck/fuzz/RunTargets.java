package dev.bottleneck.fuzz;

import dev.bottleneck.calibration.Populations;
import dev.bottleneck.data.DataOptions;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.comparison.RunsCompared;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.experiment.WarmStart;
import dev.bottleneck.study.models.RunData;
import dev.bottleneck.study.models.TrainedRun;
import dev.bottleneck.study.reproduction.ReproductionPages;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.FinishedJob;
import dev.bottleneck.study.result.JobResult;
import dev.bottleneck.study.resume.JobText;
import dev.bottleneck.study.resume.ResumedRun;
import dev.bottleneck.study.resume.RunIdentity;
import dev.bottleneck.study.resume.RunJobs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The readers of what runs leave: folders, ended jobs, states, tables, pages. */
final class RunTargets {
  private static final String JOB = "job.json";
  private static final Arm ARM = new Arm("arm", "an arm");
  private static final Mutation TEXT = Mutation.anyOf(Lines::mutated, Bytes::forged);

  private RunTargets() {}

  static List<Target> all() throws IOException {
    List<Map<String, byte[]>> jobs = List.of(RunSamples.job(JOB, ARM));
    List<Map<String, byte[]>> states = List.of(RunSamples.states());
    return List.of(
        runFolder(),
        compared(),
        metrics(),
        job("job", 5, jobs, TEXT),
        job("job-tree", 5, jobs, Trees::ofJson),
        states("state", 2, true, states, Bytes::damaged),
        states("state-content", 3, false, states, Containers.sealed(Bytes::forged)),
        page("reproduction-page", List.of(RunSamples.page().get(0)), "page.md", TEXT),
        page(
            "reproduction-record",
            RunSamples.page().subList(1, 2),
            "page.json",
            Mutation.anyOf(Trees::ofJson, TEXT)));
  }

  private static Target runFolder() throws IOException {
    return new Target(
        "run-folder",
        4,
        false,
        List.of(RunSamples.folder()),
        Map.of(
            "config.yaml",
            Mutation.anyOf(Trees::ofYaml, TEXT),
            "manifest.json",
            Mutation.anyOf(Trees::ofJson, TEXT)),
        in -> resumed(ResumedRun.open(in, false, false), in));
  }

  private static String resumed(ResumedRun run, Path folder) {
    Experiment<?> experiment = run.configuration().experiment();
    String read = YamlTargets.read(run.configuration(), experiment);
    read += run.threads() + " " + run.otherProgram().isPresent() + " " + run.keptStates();
    var configuration = run.configuration().read(experiment);
    RunIdentity identity =
        RunIdentity.of(
            configuration,
            configuration.open(DataOptions.defaults()),
            WarmStart.open(configuration.training(), List.of(), null));
    identity.require(folder, run.manifest().get("identity"));
    TrainedRun trained = TrainedRun.open(folder, Optional.empty(), Set.of());
    RunData data = trained.data().orElseThrow();
    data.reading("sines", DataOptions.defaults());
    return read + data.part(RunData.Part.TEST, DataOptions.defaults()).contentHash();
  }

  /** Two runs held against each other, of which the first is changed. */
  private static Target compared() throws IOException {
    String first = RunSamples.COMPARED.get(0);
    return new Target(
        "compared-runs",
        4,
        false,
        List.of(RunSamples.compared()),
        Map.of(
            first + "/config.yaml",
            Mutation.anyOf(Trees::ofYaml, TEXT),
            first + "/manifest.json",
            Mutation.anyOf(Trees::ofJson, TEXT),
            first + "/" + RunJobs.FILE,
            Mutation.anyOf(Cells::mutated, Bytes::damaged)),
        in -> compared(RunsCompared.of(folders(in), Optional.empty())));
  }

  private static List<Path> folders(Path in) {
    return RunSamples.COMPARED.stream().map(in::resolve).toList();
  }

  private static String compared(RunsCompared runs) {
    return "%s %s %s %s"
        .formatted(runs.labels(), runs.differences(), runs.comparisons(), runs.refusals());
  }

  private static Target metrics() {
    return new Target(
        "metrics",
        8,
        false,
        List.of(RunSamples.metrics()),
        Map.of("metrics.csv", TEXT),
        in -> Populations.read(in.resolve("metrics.csv")));
  }

  private static Target job(
      String name, int weight, List<Map<String, byte[]>> corpus, Mutation mutation) {
    return new Target(
        name,
        weight,
        false,
        corpus,
        Map.of(JOB, mutation),
        in -> {
          JobText text = new JobText(RunFolder.open(in), Set.of(), true);
          String content = new String(Files.readAllBytes(in.resolve(JOB)), StandardCharsets.UTF_8);
          try {
            FinishedJob job = text.read(ARM, RunSamples.stored(ARM, content));
            return job.result().map(RunTargets::described).orElse("none")
                + job.curve()
                + job.speeds()
                + job.time();
          } catch (IOException e) {
            throw new UserError(e.getMessage(), e); // as a study tells it
          }
        });
  }

  private static String described(JobResult result) {
    return result.measures() + result.networks().keySet().toString() + result.leftOut();
  }

  private static Target states(
      String name,
      int weight,
      boolean checked,
      List<Map<String, byte[]>> corpus,
      Mutation mutation) {
    String file = corpus.get(0).keySet().iterator().next();
    return new Target(name, weight, checked, corpus, Map.of(file, mutation), RunSamples::trainedOn);
  }

  private static Target page(
      String name, List<Map<String, byte[]>> corpus, String file, Mutation mutation) {
    return new Target(
        name,
        5,
        false,
        corpus,
        Map.of(file, mutation),
        in -> ReproductionPages.rewritten(in.resolve("page.md")));
  }
}
