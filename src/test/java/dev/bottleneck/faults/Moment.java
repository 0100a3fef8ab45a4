package dev.bottleneck.faults;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** When a command is broken into. */
@FunctionalInterface
interface Moment {
  /** Waits for it; false if the command ended before. */
  boolean await(Running running, Path room) throws IOException, InterruptedException;

  /** At any time within {@code seconds} of its start. */
  static Moment within(double seconds, SplittableRandom random) {
    long after = (long) (random.nextDouble(0.05, Math.max(0.1, seconds)) * 1e9);
    return (running, room) ->
        !running
            .process()
            .waitFor(after - (System.nanoTime() - running.begun()), TimeUnit.NANOSECONDS);
  }

  /** While the so many-th file is being written aside, of at most {@code most}. */
  static Moment whileWriting(int most, SplittableRandom random) {
    int wanted = random.nextInt(1, most + 1);
    return (running, room) -> {
      Set<Path> seen = new HashSet<>();
      while (!running.process().waitFor(100, TimeUnit.MICROSECONDS)) {
        addAside(room, seen);
        if (seen.size() >= wanted) {
          return true;
        }
      }
      return false;
    };
  }

  private static void addAside(Path folder, Set<Path> seen) throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        String name = child.getFileName().toString();
        if (name.endsWith(".part")) {
          seen.add(child);
        } else if (Files.isDirectory(child)) {
          addAside(child, seen);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException | DirectoryIteratorException e) {
      return; // removed while it was listed: it is looked for again
    }
  }
}
