package dev.bottleneck.testing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.jobs.StoredJob;
import dev.bottleneck.jobs.StoredJob.Ending;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.CurvePoint;
import dev.bottleneck.study.result.FinishedJob;
import dev.bottleneck.study.result.JobResult;
import dev.bottleneck.study.result.JobTime;
import dev.bottleneck.study.result.WorkTime;
import dev.bottleneck.study.resume.JobText;
import dev.bottleneck.study.resume.RunIdentity;
import dev.bottleneck.study.resume.RunJobs;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** The folder of a run that nobody trained: its files, with numbers of the test's own. */
public final class SavedRun {
  private final ConfigurationFile file;
  private final Map<String, Map<Long, Map<String, Double>>> measures = new TreeMap<>();
  private final Map<String, String> hashes = new LinkedHashMap<>();
  private String id = "20260101-000000-aaaaaa";
  private String state = "complete";
  private String commit = "0000";
  private List<String> resumed = List.of();
  private boolean atWork;
  private final Set<Long> failed = new HashSet<>();
  private int[] answers = {};

  private SavedRun(ConfigurationFile file) {
    this.file = file;
    hashes.put("train", "aa".repeat(32));
    hashes.put("validation", "bb".repeat(32));
    hashes.put("test", "cc".repeat(32));
  }

  /** Of a shipped experiment, with its settings, on seeds from 1 on. */
  public static SavedRun of(String experiment) {
    return new SavedRun(ShippedConfigurations.open(experiment).set("firstSeed=1"));
  }

  public SavedRun set(String... assignments) {
    List.of(assignments).forEach(file::set);
    return this;
  }

  /** Stamp and six digits. */
  public SavedRun id(String stampAndDigits) {
    id = stampAndDigits;
    return this;
  }

  public SavedRun state(String name) {
    state = name;
    return this;
  }

  public SavedRun commit(String hash) {
    commit = hash;
    return this;
  }

  /** The commits of programs that went on with it. */
  public SavedRun resumedBy(String... hashes) {
    resumed = List.of(hashes);
    return this;
  }

  /** The content of a part of the data; null for one that the manifest does not tell. */
  public SavedRun hash(String part, String hash) {
    hashes.put(part, hash);
    return this;
  }

  /** Whether this process has one of the jobs that have not ended. */
  public SavedRun atWork() {
    atWork = true;
    return this;
  }

  /** Every arm ends without a result on these seeds. */
  public SavedRun failed(long... seeds) {
    LongStream.of(seeds).forEach(failed::add);
    return this;
  }

  /** How many examples are classified on each seed from the first on; all of them right. */
  public SavedRun answers(int... examples) {
    answers = examples;
    return this;
  }

  /** A measure of the only arm on the seeds from the first on. */
  public SavedRun values(String measure, double... values) {
    return values(arms().get(0).key(), measure, values);
  }

  public SavedRun values(String arm, String measure, double... values) {
    long first = Long.parseLong(file.read(file.experiment()).seedList().get(0).toString());
    for (int i = 0; i < values.length; i++) {
      measures
          .computeIfAbsent(arm, key -> new TreeMap<>())
          .computeIfAbsent(first + i, seed -> new LinkedHashMap<>())
          .put(measure, values[i]);
    }
    return this;
  }

  private List<Arm> arms() {
    return arms(file.experiment());
  }

  private <H extends Record> List<Arm> arms(Experiment<H> experiment) {
    return experiment.arms(file.read(experiment).hyperparameters());
  }

  /** Writes it; as many seeds are asked for as the settings say. */
  public Path write(Path root) throws IOException {
    Configuration<?> configuration = file.read(file.experiment());
    RunIdentity identity = new RunIdentity(RunIdentity.of(configuration), "d", "w");
    Path folder = Files.createDirectories(root.resolve(configuration.name()).resolve(id));
    Files.writeString(
        folder.resolve("config.yaml"), ConfigurationFile.write(configuration.withAbsolutePaths()));
    Files.writeString(
        folder.resolve("manifest.json"), new JsonMapper().writeValueAsString(manifest(identity)));
    writeJobs(RunFolder.open(folder), configuration.seedList(), identity);
    return folder;
  }

  private Map<String, Object> manifest(RunIdentity identity) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("name", "toy");
    hashes.forEach(
        (part, hash) -> {
          if (hash != null) {
            data.put(part, Map.of("examples", 10, "sha256", hash));
          }
        });
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("gitCommit", commit);
    manifest.put("started", "2026-01-01T00:00:00Z");
    manifest.put("data", data);
    manifest.put("identity", identity.described());
    manifest.put("resumed", resumed.stream().map(c -> Map.of("gitCommit", c)).toList());
    manifest.put("machine", Map.of("cpu", "a processor"));
    manifest.put("state", state);
    return manifest;
  }

  private void writeJobs(RunFolder folder, List<Long> seeds, RunIdentity identity) {
    List<RunJobs.Key> grid = new ArrayList<>();
    for (long seed : seeds) {
      arms().forEach(arm -> grid.add(new RunJobs.Key(arm, seed)));
    }
    JobText text = new JobText(folder, Set.of(), false);
    List<StoredJob> left = new ArrayList<>();
    try (RunJobs jobs =
        RunJobs.lead(folder, identity.toString(), grid, Duration.ofHours(1), note -> {})) {
      jobs.plan(grid.size());
      for (int i = 0; i < grid.size(); i++) {
        StoredJob job = jobs.claim().orElseThrow();
        RunJobs.Key key = jobs.key(job.number());
        Map<String, Double> found =
            measures.getOrDefault(key.arm().key(), Map.of()).get(key.seed());
        if (failed.contains(key.seed())) {
          String known = text.of(ended(key, Map.of(), 0).failed("diverged"));
          jobs.store().end(job, Ending.failed("diverged", known), 1);
        } else if (found == null) {
          left.add(job);
        } else {
          int place = seeds.indexOf(key.seed());
          int examples = place < answers.length ? answers[place] : 0;
          jobs.store().end(job, Ending.complete(text.of(ended(key, found, examples))), 1);
        }
      }
      left.stream().skip(atWork ? 1 : 0).forEach(jobs.store()::release);
    }
  }

  private static FinishedJob ended(RunJobs.Key key, Map<String, Double> found, int examples) {
    boolean[] right = new boolean[examples];
    Arrays.fill(right, true);
    Optional<boolean[]> correct = examples == 0 ? Optional.empty() : Optional.of(right);
    return new FinishedJob(
        key.arm(),
        key.seed(),
        List.of(
            new CurvePoint("training", 1, CurvePoint.VALIDATION_LOSS, 0.5),
            new CurvePoint("training", 2, CurvePoint.VALIDATION_LOSS, 0.4)),
        Optional.of(new JobResult(found, Map.of(), correct)),
        Optional.empty(),
        List.of(),
        new JobTime(1, WorkTime.NONE));
  }
}
