package dev.bottleneck.study.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.experiment.JobCheckpoints;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.training.TrainingCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** States of trainings: the last two are kept, and one that is damaged is passed over. */
class RunCheckpointsTest {
  private static final Arm ARM = new Arm("arm", "an arm");
  private static final String PHASE = "fine-tuning, 1,000 labels";

  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();

  private int kept;

  private RunCheckpoints run() {
    return run("of this run");
  }

  private RunCheckpoints run(String of) {
    return new RunCheckpoints(RunFolder.open(folder), of, 1e-9, notes::add);
  }

  private TrainingCheckpoint phase() {
    return run().of(ARM, 7, () -> kept++).phase(PHASE, "");
  }

  private List<Path> files() throws IOException {
    Path states = folder.resolve("checkpoints/arm-7");
    if (!Files.exists(states)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(states)) {
      return all.sorted().toList();
    }
  }

  /** The number that was kept last; 0 if none was. */
  private static int restored(TrainingCheckpoint phase) {
    int[] value = new int[1];
    phase.restore(in -> value[0] = in.readInt());
    return value[0];
  }

  private void keep(int... values) {
    TrainingCheckpoint phase = phase();
    phase.restore(in -> in.readInt());
    for (int value : values) {
      phase.keep(out -> out.writeInt(value));
    }
  }

  @Test
  void theLastTwoAreKept() throws IOException {
    assertThat(restored(phase())).isZero();
    keep(11, 12, 13);
    assertThat(files()).hasSize(2);
    assertThat(restored(phase())).isEqualTo(13);
    keep(14);
    assertThat(files()).hasSize(2);
    assertThat(restored(phase())).isEqualTo(14);
    assertThat(notes).isEmpty();
  }

  /** Whatever bit of the newest is another, or missing, the one before it is taken. */
  @Test
  void aDamagedOneIsPassedOver() throws IOException {
    keep(11, 12);
    Path newest = files().get(1);
    byte[] whole = Files.readAllBytes(newest);
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(newest, damaged);
      assertThat(restored(phase())).as("bit %d", bit).isEqualTo(11);
    }
    for (int length = 0; length < whole.length; length++) {
      Files.write(newest, java.util.Arrays.copyOf(whole, length));
      assertThat(restored(phase())).as("length %d", length).isEqualTo(11);
    }
    assertThat(notes)
        .hasSize(whole.length * 9)
        .allMatch(
            note ->
                note.equals(
                    newest
                        + " is damaged, or of another training: going on from what was kept"
                        + " before it"));
    Files.write(files().get(0), new byte[5]);
    assertThat(restored(phase())).isZero();
  }

  @Test
  void aStateOfAnotherTrainingIsRefused() {
    keep(11);
    assertThatThrownBy(() -> phase().restore(in -> in.readLong()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("this is the state of another training");
  }

  /** Two phases of one name, and what arms share, have states of their own. */
  @Test
  void phasesAreToldApart() {
    JobCheckpoints job = run().of(ARM, 7, () -> kept++);
    job.phase("training", "").keep(out -> out.writeInt(1));
    job.phase("training", "").keep(out -> out.writeInt(2));
    job.shared("pretrained encoder").phase("training", "").keep(out -> out.writeInt(3));
    JobCheckpoints again = run().of(ARM, 7, () -> kept++);
    assertThat(restored(again.phase("training", ""))).isEqualTo(1);
    assertThat(restored(again.phase("training", ""))).isEqualTo(2);
    JobCheckpoints other = run().of(new Arm("other", "another"), 7, () -> kept++);
    assertThat(restored(other.phase("training", ""))).isZero();
    assertThat(restored(other.shared("pretrained encoder").phase("training", ""))).isEqualTo(3);
  }

  @Test
  void whatHasEndedLeavesNothing() throws IOException {
    keep(11, 12);
    run()
        .of(ARM, 7, () -> kept++)
        .shared("encoder")
        .phase("training", "")
        .keep(out -> out.writeInt(3));
    run()
        .of(ARM, 71, () -> kept++)
        .shared("encoder")
        .phase("training", "")
        .keep(out -> out.writeInt(4));
    run().forget(ARM, 7);
    assertThat(files()).isEmpty();
    run().forget(7);
    assertThat(restored(run().of(ARM, 7, () -> kept++).shared("encoder").phase("training", "")))
        .isZero();
    assertThat(restored(run().of(ARM, 71, () -> kept++).shared("encoder").phase("training", "")))
        .isEqualTo(4);
    run().forgetAll();
    assertThat(folder.resolve("checkpoints")).doesNotExist();
  }

  /** Of a run that can be continued the last stays, and it is the newest that is whole. */
  @Test
  void theLastStateOutlastsItsJob() throws IOException {
    RunCheckpoints lasting =
        new RunCheckpoints(
            RunFolder.open(folder),
            "of this run",
            0,
            notes::add,
            new KeptStates(true, Optional.empty()));
    keep(11, 12, 13);
    for (Path file : files()) {
      Files.write(file, new byte[40]);
    }
    TrainingCheckpoint again = lasting.of(ARM, 7, () -> kept++).phase(PHASE, "");
    assertThat(restored(again)).isZero();
    assertThat(again.isDue()).isFalse();
    assertThat(again.isDueAtEnd()).isTrue();
    again.keep(out -> out.writeInt(14));
    lasting.forget(ARM, 7);
    lasting.forgetAll();
    assertThat(files()).hasSize(1);
    assertThat(restored(phase())).isEqualTo(14);
  }

  /** A state of another run of fewer epochs is one of this; it is taken once. */
  @Test
  void aStateOfTheRunBeforeIsTaken() throws IOException {
    keep(11, 12);
    Path later = Files.createDirectory(folder.resolve("later"));
    RunCheckpoints continuing =
        new RunCheckpoints(
            RunFolder.open(later),
            "of this run",
            0,
            notes::add,
            new KeptStates(true, Optional.of(folder)));
    assertThat(restored(continuing.of(ARM, 7, () -> kept++).phase(PHASE, "other"))).isZero();
    assertThat(later.resolve("checkpoints")).doesNotExist();
    assertThat(restored(continuing.of(ARM, 7, () -> kept++).phase(PHASE, ""))).isEqualTo(12);
    run().forgetAll();
    assertThat(restored(continuing.of(ARM, 7, () -> kept++).phase(PHASE, ""))).isEqualTo(12);
    assertThat(notes).isEmpty();
  }

  /** Neither another run's nor, renamed, another job's. */
  @Test
  void statesOfAnotherRunArePassedOver() throws IOException {
    keep(11);
    assertThat(restored(run("of another").of(ARM, 7, () -> kept++).phase(PHASE, ""))).isZero();
    Files.move(folder.resolve("checkpoints/arm-7"), folder.resolve("checkpoints/arm-8"));
    assertThat(restored(run().of(ARM, 8, () -> kept++).phase(PHASE, ""))).isZero();
    assertThat(notes).hasSize(2);
  }

  /** Nor does what cannot be written end a training, or touch the states before it. */
  @Test
  void whatCannotBeKeptIsTold() throws IOException {
    TrainingCheckpoint phase = phase();
    phase.keep(out -> out.writeInt(11));
    for (int again = 0; again < 2; again++) { // told once all the same
      phase.keep(
          out -> {
            throw new IOException("No space left on device");
          });
    }
    assertThat(notes)
        .singleElement()
        .asString()
        .endsWith("(No space left on device): the training goes on, with the one before");
    assertThat(restored(phase())).isEqualTo(11);
    phase.keep(out -> out.writeInt(12));
    assertThat(restored(phase())).isEqualTo(12);
  }

  @Test
  void keepsAStateOnlyWhenItIsStoppedIfNotAsked() {
    RunCheckpoints never = new RunCheckpoints(RunFolder.open(folder), "of this run", 0, notes::add);
    TrainingCheckpoint phase = never.of(ARM, 7, () -> kept++).phase(PHASE, "");
    assertThat(phase.isDue()).isFalse();
    assertThat(phase.isDueAtEnd()).isFalse();
    phase.keep(out -> out.writeInt(11));
    assertThat(restored(never.of(ARM, 7, () -> kept++).phase(PHASE, ""))).isEqualTo(11);
  }
}
