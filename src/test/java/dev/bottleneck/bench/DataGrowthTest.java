package dev.bottleneck.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.data.DataOptions;
import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataGrowthTest {
  /** Leaves what a run leaves, after as many seconds as it says. */
  private static final String RUN =
      """
      while [ $# -gt 0 ]; do
        case $1 in
          --out) out=$2 ;;
          data=npy:*) ls -l "${1#data=npy:}" >>"$0.files"; head -c 128 "${1#data=npy:}" >>"$0.headers" ;;
        esac
        shift
      done
      mkdir -p "$out/stacked/1"
      cd "$out/stacked/1"
      echo '{"dataSeconds": 2.0, "wallSeconds": 6.0, "reportSeconds": 1.0}' >manifest.json
      echo '{}' >summary.json
      printf 'arm,seed,phase,metric,value\r\n' >timings.csv
      printf 'stacked,1,training,images,55000\r\nstacked,1,training,gatherSeconds,0.5\r\n' >>timings.csv
      printf 'stacked,1,training,stepSeconds,4.5\r\nstacked,1,job,trainingSeconds,5.5\r\n' >>timings.csv
      printf 'stacked,1,job,checkpointSeconds,0.125\r\n' >>timings.csv
      """;

  @TempDir Path folder;

  private DataGrowth growth(Integer... sizes) throws IOException {
    Path launcher = folder.resolve("bottleneck");
    Files.writeString(launcher, "#!/bin/sh\n" + RUN);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    PrintWriter out = new PrintWriter(new StringWriter());
    BenchmarkData mnist = BenchmarkData.open(Optional.of("mnist"), DataOptions.defaults(), out);
    return new DataGrowth(new Launcher(launcher), List.of(sizes), mnist, out);
  }

  @Test
  void givesEachRunAFileOfItsSizeAndTellsItsTimes() throws IOException {
    Path page = folder.resolve("BENCHMARKS.md");
    growth(70_000, 10_000).run(page, "./bottleneck bench growth");
    assertThat(Files.readAllLines(folder.resolve("bottleneck.files")))
        .satisfiesExactly(
            small -> assertThat(small).contains(" " + (128 + 10_000 * 784) + " "),
            large -> assertThat(large).contains(" " + (128 + 70_000 * 784) + " "));
    byte[] headers = Files.readAllBytes(folder.resolve("bottleneck.headers"));
    assertThat(headers).hasSize(256);
    assertThat(headers[127]).isEqualTo((byte) '\n');
    assertThat(page)
        .content()
        .contains("## Examples in number", "--set data=npy:FILE --set scale=pixels")
        .contains("| 10,000 | 7 | 2.0 | 5.5 | 10,000 |", "| 70,000 | 52 | 2.0 | 5.5 | 10,000 |");
  }

  @Test
  void refusesSoFewThatNoneWouldBeLeft() {
    assertThatThrownBy(() -> growth(5_000))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("--sizes is 5000");
  }

  @Test
  void tellsWhereAWholeJobsSecondsWent() throws IOException {
    growth(10_000); // writes the launcher
    Path out = folder.resolve("out");
    new Launcher(folder.resolve("bottleneck")).run(List.of("--out", out.toString()), Map.of());
    assertThat(RunRecord.of(out).parts(10))
        .containsExactly(
            Map.entry("start-up", 1.0),
            Map.entry("data", 2.0),
            Map.entry("gather", 0.5),
            Map.entry("step", 4.5),
            Map.entry("loop", 0.5),
            Map.entry("validation", 0.0),
            Map.entry("checkpoints", 0.125),
            Map.entry("measures", 0.375),
            Map.entry("report", 1.0));
  }
}
