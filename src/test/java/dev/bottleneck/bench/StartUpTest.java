package dev.bottleneck.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class StartUpTest {
  @TempDir Path folder;

  private StartUp startUp(String script, int rounds) throws IOException {
    Path launcher = folder.resolve("bottleneck");
    Files.writeString(launcher, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new StartUp(new Launcher(launcher), rounds, new PrintWriter(new StringWriter()));
  }

  @Test
  void timesEachCommandBothWaysInTurn() throws IOException {
    Path page = folder.resolve("BENCHMARKS.md");
    startUp("echo \"$BOTTLENECK_SHARED_CLASSES $1\" >>\"$0.calls\"\n", 2)
        .run(page, "./bottleneck bench start-up");
    List<String> calls = Files.readAllLines(folder.resolve("bottleneck.calls"));
    assertThat(calls.subList(0, 6))
        .containsExactly(
            "on --version",
            "off --version",
            "on --version",
            "off --version",
            "off --version",
            "on --version");
    assertThat(calls).hasSize(18);
    assertThat(page)
        .content()
        .contains("## Start-up", "`./bottleneck bench start-up`", "| `--version` | ", "| `list` | ")
        .contains("| `run denoising-pretraining --quick` | ");
  }

  @Test
  void aCommandThatFailsIsNotTimed() throws IOException {
    StartUp failing = startUp("echo no; exit 3\n", 1);
    assertThatThrownBy(() -> failing.run(folder.resolve("page.md"), "x"))
        .hasMessageContaining("--version ended with code 3: no");
    assertThat(folder.resolve("page.md")).doesNotExist();
  }

  @Test
  void refusesNoRounds() {
    assertThatThrownBy(() -> startUp("", 0))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("--rounds");
  }
}
