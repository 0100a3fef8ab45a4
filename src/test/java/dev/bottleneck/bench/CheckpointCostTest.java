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
class CheckpointCostTest {
  /** A run takes as many seconds as epochs and one, and a hundredth more with states. */
  private static final String RUN =
      """
      #!/bin/sh
      echo "$*" >>"$0.calls"
      for word; do
        case $word in epochs=*) epochs=${word#epochs=} ;; esac
        [ "$before" = --out ] && out=$word
        [ "$before" = --checkpoint-every ] && every=$word
        before=$word
      done
      seconds=$((epochs + 1)).00
      [ "$every" = 0 ] || seconds=$((epochs + 1)).11
      mkdir -p "$out/stacked/run" && cd "$out/stacked/run"
      echo "{\\"wallSeconds\\": $seconds}" >manifest.json
      echo '{"arms": {"stacked": {"measures": {"parameters": {"mean": 2000000}}}}}' >summary.json
      echo arm,seed,phase,metric,value >timings.csv
      [ "$every" = 0 ] || echo stacked,1,job,checkpointSeconds,0.0555 >>timings.csv
      """;

  @TempDir Path folder;

  private Path launcher(String script) throws IOException {
    Path file = Files.writeString(folder.resolve("bottleneck"), script);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private CheckpointCost cost(double seconds, int rounds) throws IOException {
    return new CheckpointCost(
        new Launcher(launcher(RUN)), seconds, rounds, new PrintWriter(new StringWriter()));
  }

  @Test
  void holdsEachAgainstTheRunOfTheSameRoundThatKeepsNone() throws IOException {
    Path page = folder.resolve("page.md");
    cost(10, 2).run(page, "./bottleneck bench checkpoints");
    List<String> calls = Files.readAllLines(folder.resolve("bottleneck.calls"));
    // Of each network two to see how long an epoch takes, then rounds of three, in turn.
    assertThat(calls).hasSize(2 * (2 + 2 * 3));
    assertThat(calls.subList(2, 8)).allMatch(call -> call.contains("epochs=10 "));
    assertThat(calls.subList(2, 8))
        .extracting(call -> call.replaceAll(".*--checkpoint-every (\\d+) .*", "$1"))
        .containsExactly("0", "30", "1", "30", "1", "0");
    assertThat(page)
        .content()
        .contains("## Checkpoints", "`./bottleneck bench checkpoints`")
        .contains("| 784-2000-30-2000-784 | 24.0 | 11.0 (11.0 to 11.0) | 11.1 (11.1 to 11.1) |")
        .contains("| 1.01 (1.01 to 1.01) | 0.500 (0.500 to 0.500) |");
  }

  @Test
  void refusesNoTimeAndNoRounds() {
    assertThatThrownBy(() -> cost(0, 1))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("--seconds");
    assertThatThrownBy(() -> cost(1, 0))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("--rounds");
  }
}
