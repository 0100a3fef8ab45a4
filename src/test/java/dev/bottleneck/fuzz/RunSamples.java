package dev.bottleneck.fuzz;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.data.Batches;
import dev.bottleneck.data.DataOptions;
import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.StoredJob;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.experiment.WarmStart;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.CurvePoint;
import dev.bottleneck.study.result.FinishedJob;
import dev.bottleneck.study.result.JobResult;
import dev.bottleneck.study.result.JobTime;
import dev.bottleneck.study.result.PhaseSpeed;
import dev.bottleneck.study.result.WorkTime;
import dev.bottleneck.study.resume.JobText;
import dev.bottleneck.study.resume.RunCheckpoints;
import dev.bottleneck.study.resume.RunIdentity;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.testing.KilledTraining;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.testing.SavedRun;
import dev.bottleneck.training.BatchSource;
import dev.bottleneck.training.Divergence;
import dev.bottleneck.training.Keep;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.Trainer;
import dev.bottleneck.training.TrainingCheckpoint;
import dev.bottleneck.training.TrainingMonitor;
import dev.bottleneck.training.TrainingPlan;
import dev.bottleneck.training.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;

/** Small valid files of runs, made by those who write them. */
final class RunSamples {
  private static final Arm ARM = new Arm("arm", "an arm");
  private static final TrainingPlan PLAN = new TrainingPlan(4, 3, Keep.BEST);
  private static final BatchSource BATCHES =
      Batches.of(Networks.uniform(DataType.FLOAT, 1, 12, 3), 4, 3);

  /** The folders of {@link #compared}. */
  static final List<String> COMPARED =
      List.of(
          "denoising-dropout/20260101-000000-aaaaaa", "denoising-dropout/20260101-000000-bbbbbb");

  private RunSamples() {}

  /** Configuration and manifest of a run on sines, and a model. */
  static Map<String, byte[]> folder() throws IOException {
    ConfigurationFile file = ShippedConfigurations.open("fourier").set("validation=last:60");
    return folder(file, file.experiment());
  }

  private static <H extends Record> Map<String, byte[]> folder(
      ConfigurationFile file, Experiment<H> experiment) throws IOException {
    Configuration<H> configuration = file.read(experiment);
    var data = configuration.open(DataOptions.defaults());
    RunIdentity identity =
        RunIdentity.of(
            configuration, data, WarmStart.open(configuration.training(), List.of(), null));
    Map<String, Object> manifest = new TreeMap<>();
    manifest.put("gitCommit", "0000");
    manifest.put("continues", "another");
    manifest.put("keepsStates", true);
    manifest.put("threads", 1);
    manifest.put("wallSeconds", 1.5);
    manifest.put("seeds", configuration.seedList());
    manifest.put("identity", identity.described());
    manifest.put("data", Map.of("test", Map.of("sha256", data.test().orElseThrow().contentHash())));
    Map<String, byte[]> files = new TreeMap<>();
    files.put("manifest.json", new JsonMapper().writeValueAsBytes(manifest));
    files.putAll(Target.file("config.yaml", ConfigurationFile.write(configuration)));
    files.put("model.zip", ModelTargets.models().get(0).get("model.zip"));
    return files;
  }

  /** Two runs that differ in one setting, on the same seeds and data. */
  static Map<String, byte[]> compared() throws IOException {
    return written(
        folder -> {
          saved("aaaaaa", 0.3, 0.30, 0.31, 0.29, 0.33).write(folder);
          saved("bbbbbb", 0.5, 0.20, 0.22, 0.21, 0.25).write(folder);
        });
  }

  private static SavedRun saved(String digits, double corruption, double... losses) {
    return SavedRun.of("denoising-dropout")
        .set("data=mnist", "corruption=" + corruption, "seeds=" + losses.length)
        .id("20260101-000000-" + digits)
        .values("loss", losses)
        .values("crossEntropy", losses)
        .values("squaredError", losses);
  }

  static Map<String, byte[]> metrics() {
    StringBuilder text = new StringBuilder("arm,seed,phase,epoch,metric,value\r\n");
    for (String arm : List.of("one", "two", "three")) {
      for (int seed = 1; seed < 9; seed++) {
        text.append(arm).append(',').append(seed).append(",training,0.5,training loss,0.25\r\n");
        text.append(arm).append(',').append(seed).append(",end,,error,0.0").append(seed);
        text.append("\r\n");
      }
    }
    return Target.file("metrics.csv", text.toString());
  }

  static Map<String, byte[]> job(String name, Arm arm) throws IOException {
    WorkTime work = new WorkTime(0.1, 0.2, 1 / 3.0, 4, 0.5);
    JobResult result =
        new JobResult(
            Map.of("error", 0.1 + 0.2, "strange", Double.NaN, "large", Double.POSITIVE_INFINITY),
            Map.of("model", network()),
            Map.of(),
            Optional.of(new boolean[] {true, false, true}),
            List.of("a measure: «too few»"));
    FinishedJob job =
        new FinishedJob(
            arm,
            7,
            List.of(new CurvePoint("training", 1 / 3.0, CurvePoint.TRAINING_LOSS, Math.PI)),
            Optional.of(result),
            Optional.empty(),
            List.of(new PhaseSpeed("training", 32, 5_000_000_000L, work)),
            new JobTime(7.1, work));
    Map<String, byte[]> files = new TreeMap<>();
    files.put(arm.key() + "/model.zip", ModelTargets.models().get(0).get("model.zip"));
    files.putAll(Target.file(name, text(job, files.get(arm.key() + "/model.zip"))));
    return files;
  }

  /** That of a job whose folder has {@code model}. */
  private static String text(FinishedJob job, byte[] model) throws IOException {
    Path run = Files.createTempDirectory("run");
    Path arm = run.resolve(job.arm().key());
    Path file = arm.resolve("model.zip");
    Files.createDirectory(arm);
    Files.write(file, model);
    String text = new JobText(RunFolder.open(run), Set.of(), true).of(job);
    for (Path made : List.of(file, arm, run)) {
      Files.delete(made);
    }
    return text;
  }

  /** The job as a store has it. */
  static StoredJob stored(Arm arm, String text) {
    return new StoredJob(
        "run",
        0,
        JobState.COMPLETE,
        arm.key(),
        7,
        Optional.of(text),
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        0,
        1,
        0,
        2.5);
  }

  private static Network network() {
    return Network.of(
        Networks.layers(
            DataType.FLOAT,
            new Adam(0.01),
            new DenseLayer.Builder().nIn(3).nOut(2).build(),
            new OutputLayer.Builder().nIn(2).nOut(3).build()));
  }

  /** The last state of a training that was ended in its second epoch. */
  static Map<String, byte[]> states() throws IOException {
    return written(
        folder -> {
          TrainingCheckpoint files = checkpoint(folder, new ArrayList<>());
          int[] asked = new int[1];
          TrainingCheckpoint killed =
              new TrainingCheckpoint() {
                @Override
                public boolean isDue() {
                  return asked[0]++ == 4;
                }

                @Override
                public void keep(State state) {
                  files.keep(state);
                  throw new KilledTraining.Killed();
                }

                @Override
                public boolean restore(Reader reader) {
                  return false;
                }
              };
          try {
            train(network(), killed);
          } catch (KilledTraining.Killed e) {
            return;
          }
          throw new IllegalStateException("the training was not ended");
        });
  }

  /** Goes on from the states in {@code folder}; gives the trained parameters. */
  static String trainedOn(Path folder) {
    List<String> notes = new ArrayList<>();
    Network network = network();
    try {
      train(network, checkpoint(folder, notes));
    } catch (Divergence e) {
      return "diverged"; // a state under a right hash may say NaN
    }
    if (!notes.isEmpty()) {
      throw new UserError(notes.get(0));
    }
    return network.params().toStringFull();
  }

  private static TrainingCheckpoint checkpoint(Path folder, List<String> notes) {
    return new RunCheckpoints(RunFolder.open(folder), "of this run", 0, notes::add)
        .of(ARM, 7, () -> {})
        .phase("training", "");
  }

  private static void train(Network network, TrainingCheckpoint checkpoint) {
    TrainingMonitor monitor =
        new TrainingMonitor() {
          @Override
          public void step() {}

          @Override
          public void loss(double epoch, double meanLoss) {}

          @Override
          public Optional<Double> epochEnded(int epoch) {
            return Optional.of(1.0 / (1 + epoch % 2));
          }
        };
    try (TrainingStep step = TrainingStep.of(network)) {
      Trainer.fit(network, step, BATCHES, PLAN, monitor, checkpoint);
    }
  }

  /** A page of reproductions alone, and one with its record. */
  static List<Map<String, byte[]>> page() throws IOException {
    String page = Files.readString(Path.of("results/REPRODUCTION.md"));
    String record = Files.readString(Path.of("results/REPRODUCTION.json"));
    Map<String, byte[]> both = new TreeMap<>(Target.file("page.md", page));
    both.putAll(Target.file("page.json", record));
    return List.of(Target.file("page.md", page), both);
  }

  @FunctionalInterface
  interface Writing {
    void to(Path folder) throws IOException;
  }

  /** What {@code writing} leaves in a folder. */
  static Map<String, byte[]> written(Writing writing) throws IOException {
    Path folder = Files.createTempDirectory("sample");
    Map<String, byte[]> files = new TreeMap<>();
    writing.to(folder);
    try (var all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        if (Files.isRegularFile(path)) {
          files.put(folder.relativize(path).toString(), Files.readAllBytes(path));
        }
        Files.delete(path);
      }
    }
    return files;
  }
}
