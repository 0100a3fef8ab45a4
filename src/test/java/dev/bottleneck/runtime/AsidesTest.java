package dev.bottleneck.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What lies aside while a file is written, and must not lie there for ever. */
class AsidesTest {
  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void left(String name, Duration ago) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "half");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(ago)));
  }

  @Test
  void whatWasLeftADayAgoGoesWithTheNextThatIsWritten() throws IOException {
    String id = "." + UUID.randomUUID() + ".part";
    left(".a.csv" + id, Duration.ofHours(25));
    left(".b.csv" + id, Duration.ofHours(23));
    left(".somebody-else's.part", Duration.ofHours(25));
    WholeFile.write(folder.resolve("c.csv"), "whole");
    assertThat(names()).containsExactly(".b.csv" + id, ".somebody-else's.part", "c.csv");
  }

  /** Writes a file without end, or one that was promised to be finished. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) throws IOException {
      Path file = Path.of(args[0]);
      if (args[1].equals("endless")) {
        write(file, () -> true);
      } else {
        try (StopRequest stop = StopRequest.onShutdown()) {
          write(file, () -> !Thread.currentThread().isInterrupted());
        }
      }
    }

    private static void write(Path file, java.util.function.BooleanSupplier goesOn)
        throws IOException {
      WholeFile.write(
          file,
          out -> {
            out.write('a');
            System.out.println("begun");
            while (goesOn.getAsBoolean()) {
              out.write('a');
            }
            out.write('z');
          });
    }
  }

  private int stop(String how) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                folder.resolve("file").toString(),
                how)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("begun");
    assertThat(names()).singleElement().asString().endsWith(".part");
    process.toHandle().destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aProcessThatIsToldToEndTakesItAlong() throws IOException, InterruptedException {
    assertThat(stop("endless")).isEqualTo(128 + 15);
    assertThat(names()).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void oneThatHasSomethingToFinishFinishesIt() throws IOException, InterruptedException {
    assertThat(stop("heeded")).isEqualTo(128 + 15);
    assertThat(folder.resolve("file")).content().startsWith("a").endsWith("z");
    assertThat(names()).containsExactly("file");
  }
}
