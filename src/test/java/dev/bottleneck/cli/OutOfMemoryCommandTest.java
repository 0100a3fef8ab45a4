package dev.bottleneck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/** Commands in other processes that have too little memory: one line, and the trace in the log. */
@Timeout(value = 120)
class OutOfMemoryCommandTest {
  private static final String ADVICE =
      "lower batchSize, --parallel or --workers \\(details: .*\\.log\\)";

  @TempDir Path folder;

  /** The command line with libnd4j held to 64 MiB. */
  static final class LimitedArrays {
    private LimitedArrays() {}

    public static void main(String[] args) {
      Nd4j.getEnvironment().setDeviceLimit(0, 64 << 20);
      Main.main(args);
    }
  }

  private void assertEndsWith(
      String line, String trace, List<String> flags, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(flags);
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Djava.awt.headless=true",
            "-Djava.io.tmpdir=" + folder,
            "-Duser.home=" + folder,
            "-Dorg.bytedeco.javacpp.logger=slf4j",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(List.of(arguments));
    Path err = folder.resolve("err.txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("XDG_STATE_HOME");
    Process process =
        builder
            .directory(folder.toFile())
            .redirectError(err.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).as(Files.readString(err)).isEqualTo(1);
    assertThat(Files.readAllLines(err))
        .singleElement()
        .asString()
        .matches("bottleneck: out of memory: " + line);
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.toList();
      assertThat(all).noneMatch(f -> f.toString().contains("crash-dump"));
      Path log = all.stream().filter(f -> f.endsWith("bottleneck.log")).findFirst().orElseThrow();
      assertThat(log).content().contains(trace, "\tat dev.bottleneck.");
    }
  }

  private String[] run(String experiment, String... more) throws IOException {
    List<String> arguments =
        List.of(
            "run",
            experiment,
            "--quick",
            "--parallel=1",
            "--set=validation=last:100",
            "--out=" + folder.resolve("out"),
            "--set=data='" + ToyImages.write(folder.resolve("toy"), 28, 4, 2_000, 100) + "'");
    return Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new);
  }

  private void assertMarkedFailed(String experiment) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("out").resolve(experiment))) {
      Path manifest = files.filter(f -> f.endsWith("manifest.json")).findFirst().orElseThrow();
      assertThat(manifest).content().contains("\"state\" : \"failed\"");
    }
  }

  @Test
  void theJavaHeap() throws IOException, InterruptedException {
    assertEndsWith(
        "the Java heap may take 96 MiB \\(BOTTLENECK_HEAP_MB\\); raise it, or " + ADVICE,
        "java.lang.OutOfMemoryError: Java heap space",
        List.of("-Xmx96m"),
        Main.class,
        "run",
        "stacked",
        "--quick",
        "--replace-data=fashion-mnist=mnist",
        "--out=" + folder.resolve("out"));
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void whatTheProcessMayTake() throws IOException, InterruptedException {
    assertEndsWith(
        "the Java heap and ND4J's arrays may take 200 MiB in all \\(BOTTLENECK_HEAP_MB,"
            + " BOTTLENECK_OFFHEAP_MB\\); raise the latter, or "
            + ADVICE,
        "Physical memory usage is too high",
        List.of("-Xmx512m", "-Dorg.bytedeco.javacpp.maxphysicalbytes=200m"),
        Main.class,
        run("stacked", "--set=hidden=100000"));
  }

  @Test
  void whatTheCompiledStepMayTake() throws IOException, InterruptedException {
    assertEndsWith(
        "arrays outside the Java heap may take 4 MiB \\(BOTTLENECK_OFFHEAP_MB\\); raise it, or "
            + ADVICE,
        "Failed to allocate memory within limits",
        List.of("-Xmx512m", "-Dorg.bytedeco.javacpp.maxbytes=4m"),
        Main.class,
        run("stacked", "--engine=compiled", "--set=hidden=5000"));
    assertMarkedFailed("stacked");
  }

  /** Not by an error, but by an exception of libnd4j's: as on a GPU with BOTTLENECK_DEVICE_MB. */
  @Test
  void whatLibnd4jMayTake() throws IOException, InterruptedException {
    assertEndsWith(
        "ND4J's arrays may take 64 MiB of the machine's memory \\(SD_MAX_PRIMARY_BYTES\\); raise"
            + " it, or "
            + ADVICE,
        "Requested amount exceeds HOST device limits",
        List.of("-Xmx512m"),
        LimitedArrays.class,
        run("stacked", "--set=hidden=5000"));
    assertMarkedFailed("stacked");
  }
}
