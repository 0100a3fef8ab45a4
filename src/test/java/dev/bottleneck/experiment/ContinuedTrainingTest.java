package dev.bottleneck.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.data.DataOptions;
import dev.bottleneck.data.Splits;
import dev.bottleneck.device.DeviceHabits;
import dev.bottleneck.device.Devices;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.experiment.Job;
import dev.bottleneck.study.experiment.JobCheckpoints;
import dev.bottleneck.study.experiment.JobRecord;
import dev.bottleneck.study.experiment.SharedWork;
import dev.bottleneck.study.experiment.WarmStart;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.JobResult;
import dev.bottleneck.study.resume.KeptStates;
import dev.bottleneck.study.resume.RunCheckpoints;
import dev.bottleneck.study.resume.RunIdentity;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.testing.ToyImages;
import dev.bottleneck.training.TrainingCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A training that is made longer ends with the bits of one that was as long from the beginning. */
class ContinuedTrainingTest {
  private static final long SEED = 3;
  private static final Set<String> BY_DL4J = Set.of("denoising-pretraining", "variational");

  @TempDir static Path toys;
  private static String toy;
  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();

  /** Whether each phase found a state, in their order: shared ones after what they are for. */
  private static final class Heard implements JobCheckpoints {
    private final JobCheckpoints kept;
    private final List<String> goneOnWith;

    Heard(JobCheckpoints kept, List<String> goneOnWith) {
      this.kept = kept;
      this.goneOnWith = goneOnWith;
    }

    @Override
    public TrainingCheckpoint phase(String name, String training) {
      TrainingCheckpoint phase = kept.phase(name, training);
      return new TrainingCheckpoint() {
        @Override
        public boolean isDue() {
          return phase.isDue();
        }

        @Override
        public boolean isDueAtEnd() {
          return phase.isDueAtEnd();
        }

        @Override
        public void keep(State state) {
          phase.keep(state);
        }

        @Override
        public boolean restore(Reader reader) {
          boolean found = phase.restore(reader);
          goneOnWith.add((found ? "+" : "-") + name);
          return found;
        }
      };
    }

    @Override
    public JobCheckpoints shared(String use) {
      return new Heard(kept.shared(use), goneOnWith);
    }
  }

  @BeforeAll
  static void writeData() throws IOException {
    toy = ToyImages.write(toys.resolve("toy"), 28, 10, 500, 100);
  }

  /** All are trained compiled; by DL4J, which takes long, some, and with -Dresume=all all. */
  static Stream<Arguments> shipped() {
    return ResumedTrainingTest.shipped(BY_DL4J);
  }

  private static ConfigurationFile file(String name, String engine) {
    ConfigurationFile file = ResumedTrainingTest.file(name, engine, toy);
    Map.of("labelCounts", "[100]", "labelledExamples", "100")
        .forEach(
            (key, value) -> {
              if (file.keys().contains(key)) {
                file.set(key + "=" + value);
              }
            });
    return withEpochs(file, 1);
  }

  private static List<String> epochs(ConfigurationFile file) {
    return file.keys().stream()
        .filter(key -> key.equals("epochs") || key.endsWith("Epochs"))
        .toList();
  }

  private static ConfigurationFile withEpochs(ConfigurationFile file, int count) {
    epochs(file).forEach(key -> file.set(key + "=" + count));
    return file;
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void endsWithTheSameBits(String name, String engine) {
    ConfigurationFile before = file(name, engine);
    ConfigurationFile after = withEpochs(before.copy(), 2);
    assertThat(epochs(before)).isNotEmpty();
    List<String> heard = continued(before.experiment(), before, after);
    assertThat(heard).first().asString().startsWith("+");
  }

  /** What follows a phase that is trained further begins anew; what went before it stays. */
  @ParameterizedTest
  @CsvSource({
    "denoising-pretraining, pretrainingEpochs, +pretraining-1 -pretraining-2 -fine-tuning",
    "denoising-pretraining, fineTuningEpochs, +pretraining-1 +pretraining-2 +fine-tuning",
    "greedy, pretrainingEpochs, +pretraining-1 -pretraining-2 -training",
    "greedy, epochs, +pretraining-1 +pretraining-2 +training",
    "few-labels-frozen, pretrainingEpochs, +pretraining -classifier above a frozen encoder -classifier",
    "few-labels-frozen, frozenEpochs, +pretraining +classifier above a frozen encoder -classifier",
    "few-labels-frozen, epochs, +pretraining +classifier above a frozen encoder +classifier"
  })
  void onePhaseAlone(String name, String key, String expected) {
    ConfigurationFile before = file(name, "compiled");
    List<String> heard = continued(before.experiment(), before, before.copy().set(key + "=2"));
    assertThat(String.join(" ", heard).replace(", 100 labels", "")).endsWith(expected);
  }

  /** The command refuses it; a variant may hide that it depends on how many epochs there are. */
  @Test
  void aNetworkThatDependsOnAllEpochsBeginsAnew() {
    ConfigurationFile before = file("stacked", "compiled").set("schedule=linear");
    List<String> heard = continued(before.experiment(), before, before.copy().set("epochs=2"));
    assertThat(heard).containsExactly("-training");
  }

  /** Of each arm, in the order of the experiment. */
  private record Trained(List<Job> jobs, List<JobResult> results, List<String> heard) {}

  /** The phases of the longer run, each with whether it found a state. */
  private <H extends Record> List<String> continued(
      Experiment<H> experiment, ConfigurationFile before, ConfigurationFile after) {
    Configuration<H> more = after.read(experiment);
    Path first = folder.resolve("first");
    Trained shorter = train(experiment, before.read(experiment), first, Optional.empty());
    Trained continued = train(experiment, more, folder.resolve("second"), Optional.of(first));
    Trained whole = train(experiment, more, folder.resolve("whole"), Optional.empty());
    for (int arm = 0; arm < whole.jobs.size(); arm++) {
      JobRecord record = continued.jobs.get(arm).record();
      assertThat(record.curve()).isEqualTo(whole.jobs.get(arm).record().curve());
      assertThat(record.steps()).isEqualTo(whole.jobs.get(arm).record().steps());
      ResumedTrainingTest.assertSame(continued.results.get(arm), whole.results.get(arm));
    }
    assertThat(Stream.of(shorter, whole).flatMap(run -> run.heard.stream()))
        .isNotEmpty()
        .allMatch(phase -> phase.startsWith("-"));
    assertThat(notes).isEmpty();
    return continued.heard;
  }

  /** The one that is continued trains its arms the other way round: others do the shared work. */
  private <H extends Record> Trained train(
      Experiment<H> experiment, Configuration<H> configuration, Path out, Optional<Path> before) {
    Splits data = configuration.open(DataOptions.defaults());
    H h = configuration.hyperparameters();
    List<Arm> arms = new ArrayList<>(experiment.arms(h));
    WarmStart start = WarmStart.open(configuration.training(), arms, Devices.present());
    RunCheckpoints states =
        new RunCheckpoints(
            RunFolder.open(out),
            RunIdentity.of(configuration, data, start).ofStates(configuration),
            0,
            notes::add,
            new KeptStates(true, before));
    boolean turned = before.isEmpty() && out.endsWith("first");
    if (turned) {
      Collections.reverse(arms);
    }
    Trained trained = new Trained(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    SharedWork shared = new SharedWork();
    for (Arm arm : arms) {
      Job job =
          new Job(arm, SEED, () -> data, configuration, start, DeviceHabits.ofBackend(), () -> {})
              .sharing(shared)
              .measuring(measure -> false) // they follow from the networks
              .keeping(new Heard(states.of(arm, SEED, () -> {}), trained.heard));
      trained.results.add(experiment.run(job, h));
      trained.jobs.add(job);
      states.forget(arm, SEED);
    }
    states.forget(SEED);
    states.forgetAll();
    return trained;
  }
}
