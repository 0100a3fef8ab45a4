package dev.bottleneck.bench;

import dev.bottleneck.data.Corpus;
import dev.bottleneck.data.Dataset;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder of what whole jobs read and leave; deleted with all in it when closed. */
final class JobFolder implements AutoCloseable {
  private static final int BLOCK = 1_000;

  private final Path path;

  JobFolder() {
    try {
      path = Files.createTempDirectory("bottleneck-bench");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary folder", e);
    }
  }

  Path path() {
    return path;
  }

  /** The folder of {@code data}'s pixels and labels as bytes, train and test; made if missing. */
  Path bytes(Corpus data) {
    Path folder = path.resolve("data-" + data.name());
    if (Files.exists(folder)) {
      return folder;
    }
    try {
      Files.createDirectory(folder);
      write(folder, "train", data.pool());
      if (data.publishedTest().isPresent()) {
        write(folder, "test", data.publishedTest().get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder, e);
    }
    return folder;
  }

  private static void write(Path folder, String part, Dataset data) throws IOException {
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(folder.resolve(part + ".images")))) {
      for (int from = 0; from < data.size(); from += BLOCK) {
        float[] values =
            data.rows(from, Math.min(data.size(), from + BLOCK)).features().data().asFloat();
        for (float value : values) {
          out.write(Math.round(255 * value));
        }
      }
    }
    byte[] labels = new byte[data.size()];
    int[] of = data.labels().orElseThrow();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) of[i];
    }
    Files.write(folder.resolve(part + ".labels"), labels);
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + path, e);
    }
  }
}
