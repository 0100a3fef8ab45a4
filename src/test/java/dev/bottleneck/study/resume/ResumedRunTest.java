package dev.bottleneck.study.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The folder of a run, as it may come from anywhere. */
class ResumedRunTest {
  @TempDir Path folder;
  private Path run;

  @BeforeEach
  void write() throws IOException {
    run = Files.createDirectories(folder.resolve("run"));
    Files.writeString(run.resolve("config.yaml"), "name: x\n");
    Files.writeString(run.resolve("manifest.json"), "{\"threads\": 1}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "7", "[]", "{", "{\"a\": 1, \"a\": 2}", "{} {}", "{\"a\": \u0000}"})
  void aManifestThatIsNoneIsRefusedInOneLine(String text) throws IOException {
    assertThat(ResumedRun.open(run, false, false).threads()).contains(1);
    Files.writeString(run.resolve("manifest.json"), text);
    assertThatThrownBy(() -> ResumedRun.open(run, false, false))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(run.resolve("manifest.json") + ": damaged")
        .hasMessageNotContainingAny("\n", "Source");
  }

  @Test
  void whatItContinuesIsAFolder() throws IOException {
    assertThat(ResumedRun.open(run, false, false).keptStates()).isEqualTo(KeptStates.NONE);
    Files.writeString(run.resolve("manifest.json"), "{\"continues\": \"/x\"}");
    assertThat(ResumedRun.open(run, false, false).keptStates().before()).contains(Path.of("/x"));
    Files.writeString(run.resolve("manifest.json"), "{\"continues\": \"a\\u0000b\"}");
    assertThatThrownBy(() -> ResumedRun.open(run, false, false).keptStates())
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("continues is no path");
  }

  /** Resuming writes logs and reports and removes states: all of it within the folder. */
  @ParameterizedTest
  @ValueSource(strings = {"report.html", "checkpoints", ".lock", "jobs"})
  void aLinkIsRefused(String name) throws IOException {
    Path elsewhere = folder.resolve("elsewhere");
    Files.createSymbolicLink(run.resolve(name), elsewhere);
    assertThatThrownBy(() -> ResumedRun.open(run, false, false))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(run.resolve(name) + " is a link");
    assertThat(elsewhere).doesNotExist();
  }

  /** The folder itself may be reached by one. */
  @Test
  void aLinkToTheRunIsFollowed() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), run);
    assertThat(ResumedRun.open(link, false, false).folder().path()).isEqualTo(link);
  }
}
