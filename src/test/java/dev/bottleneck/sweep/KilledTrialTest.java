package dev.bottleneck.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A sweep in another process that is killed within a trial's training. */
@DisabledOnOs(OS.WINDOWS)
class KilledTrialTest {
  @TempDir Path folder;

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void theTrialGoesOnFromItsLastState() throws IOException, InterruptedException {
    Path file = ToySweep.write(folder, "finalSeeds: 1");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("epochs: 3", "epochs: 600")
            .replace("trials: 6", "trials: 2"));
    Path out = folder.resolve("killed");
    Process process = SweepProcess.start(file, out, "--workers=1", "--checkpoint-every=0.000001");
    while (states(out).isEmpty()) {
      assertThat(process.isAlive()).as("it ended before it kept a state").isTrue();
    }
    assertThat(process.destroyForcibly().waitFor()).isEqualTo(128 + 9);

    assertThat(ToySweep.run(file, out, "--workers", "1", "--resume")).isZero();
    Path whole = folder.resolve("whole");
    assertThat(ToySweep.run(file, whole, "--workers", "1")).isZero();
    assertThat(out.resolve("toy/sweep.log")).content().contains("going on from");
    for (Stage stage : Stage.values()) {
      assertThat(measures(out, stage)).isNotEmpty().isEqualTo(measures(whole, stage));
    }
    assertThat(out.resolve("toy/trials")).doesNotExist();
  }

  private static List<String> measures(Path out, Stage stage) {
    try (TrialStore store = TrialStore.open(out.resolve("toy"), Duration.ofHours(1))) {
      return store.trials(stage).stream()
          .map(t -> t.number() + " " + t.state() + " " + t.parameters() + " " + t.measures())
          .toList();
    }
  }

  private static List<Path> states(Path out) throws IOException {
    Path trials = out.resolve("toy/trials");
    if (!Files.exists(trials)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(trials)) {
      return all.filter(path -> path.toString().matches(".*\\.\\d+")).toList();
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof NoSuchFileException)) {
        throw e;
      }
      return List.of(); // removed while it was listed
    }
  }
}
