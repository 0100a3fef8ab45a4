package dev.bottleneck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.runtime.FailingDisk;
import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A disk that is full at the n-th write, of files and of states: one line that says so, and with
 * room again the run goes on to the same bits.
 */
class FullDiskTest {
  private static final int PLACES = 4;

  @TempDir Path folder;
  private final StringWriter err = new StringWriter();

  private int execute(String... arguments) {
    CommandLine line =
        Main.commandLine().setOut(new PrintWriter(new StringWriter())).setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  private int begin(Path out) throws IOException {
    return execute(
        "run",
        "undercomplete",
        "--out=" + out,
        "--set=data='" + ToyImages.write(folder.resolve("toy"), 100, 40) + "'",
        "--set=validation=last:40",
        "--set=inputs=" + ToyImages.PIXELS,
        "--set=code=3",
        "--set=epochs=2",
        "--seeds=1",
        "--checkpoint-every=0.001");
  }

  private static Path run(Path out) throws IOException {
    try (Stream<Path> runs = Files.list(out.resolve("undercomplete"))) {
      return runs.findFirst().orElseThrow();
    }
  }

  private static List<Path> asides(Path out) throws IOException {
    try (Stream<Path> all = Files.walk(out)) {
      return all.filter(file -> file.toString().endsWith(".part")).toList();
    }
  }

  @Test
  void whereverItIsFullTheRunGoesOnWithRoomAgain() throws IOException {
    Path whole = folder.resolve("whole");
    int writes;
    try (FailingDisk disk = FailingDisk.never()) {
      assertThat(begin(whole)).as(err.toString()).isZero();
      writes = disk.writes();
    }
    for (int place = 0; place < PLACES; place++) {
      int last = place * (writes - 1) / (PLACES - 1);
      fillAfter(last, folder.resolve("full" + place), run(whole));
    }
  }

  private void fillAfter(int last, Path out, Path whole) throws IOException {
    err.getBuffer().setLength(0);
    try (FailingDisk disk = FailingDisk.after(last)) {
      assertThat(begin(out)).as("full after %d writes", last).isEqualTo(1);
    }
    assertThat(err.toString()).hasLineCount(1).contains(FailingDisk.FULL);
    assertThat(asides(out)).isEmpty();
    // Where not even its settings could be written, there is no run.
    boolean begun =
        Files.exists(run(out).resolve("config.yaml"))
            && Files.exists(run(out).resolve("manifest.json"));
    Path again = begun ? out : out.resolve("again");
    int code = begun ? execute("run", "--resume=" + run(out)) : begin(again);
    assertThat(code).as("%s, full after %d writes", err, last).isZero();
    for (String file : List.of("metrics.csv", "summary.json", "undercomplete/model.zip")) {
      assertThat(run(again).resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
    assertThat(run(again).resolve("report.html")).isNotEmptyFile();
  }
}
