package dev.bottleneck.faults;

import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A folder in which commands are started and broken into: nothing of theirs lies elsewhere. */
final class Workshop {
  private final Path folder;
  private final Installation installation;
  private final String data;
  private final AtomicInteger started = new AtomicInteger();

  Workshop(Path folder) throws IOException {
    this.folder = folder;
    installation = Installation.in(folder.resolve("installation"));
    data = ToyImages.write(folder.resolve("toy"), 1000, 80);
    for (String name : List.of("tmp", "state", "cache", "printed")) {
      Files.createDirectories(folder.resolve(name));
    }
  }

  /** A new folder for one case. */
  Path room(String name) throws IOException {
    return Files.createDirectories(folder.resolve("cases").resolve(name));
  }

  Path folder() {
    return folder;
  }

  /** Small images, as {@code data=} takes them. */
  String data() {
    return data;
  }

  Installation installation() {
    return installation;
  }

  /** The folder for temporary files. */
  Path temporary() {
    return folder.resolve("tmp");
  }

  /** The whole command line of {@code launch}. */
  List<String> command(Launch launch) {
    List<String> flags = new ArrayList<>(List.of("-Djava.io.tmpdir=" + temporary()));
    flags.addAll(launch.flags());
    List<String> command = new ArrayList<>(launch.before());
    command.addAll(installation.java(launch.main(), flags));
    command.addAll(launch.words());
    return command;
  }

  /** Starts it; what it prints goes to files of its own. */
  Running start(Launch launch) throws IOException {
    int number = started.incrementAndGet();
    Path out = folder.resolve("printed").resolve(number + ".out");
    Path err = folder.resolve("printed").resolve(number + ".err");
    return Running.of(builder(launch).redirectOutput(out.toFile()), out, err);
  }

  /** The same, with its standard output left to the caller. */
  Running startPiped(Launch launch) throws IOException {
    int number = started.incrementAndGet();
    Path out = Files.createFile(folder.resolve("printed").resolve(number + ".out"));
    return Running.of(builder(launch), out, folder.resolve("printed").resolve(number + ".err"));
  }

  private ProcessBuilder builder(Launch launch) {
    ProcessBuilder builder = new ProcessBuilder(command(launch)).directory(folder.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "OMP_NUM_THREADS",
                "1",
                "XDG_STATE_HOME",
                folder.resolve("state").toString(),
                "XDG_CACHE_HOME",
                folder.resolve("cache").toString()));
    builder.environment().putAll(launch.environment());
    return builder;
  }
}
