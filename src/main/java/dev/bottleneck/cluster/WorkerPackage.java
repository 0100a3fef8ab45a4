package dev.bottleneck.cluster;

import dev.bottleneck.runtime.Build;
import dev.bottleneck.runtime.UndatedEntry;
import dev.bottleneck.runtime.UserError;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipOutputStream;

/**
 * This program with all its libraries in one archive, and what a sweep needs beside it: a machine
 * that has Java runs workers from it.
 *
 * <p>Holds {@code bottleneck}, {@code target}, {@code lib}, the user's files in {@code sweep} and
 * the data sets in {@code data}.
 */
final class WorkerPackage {
  /** What {@code bottleneck} puts its own folder for. */
  private static final String HOME = "@home@";

  private static final String CLASS_PATH = "target/classpath";

  private final ZipOutputStream zip;

  private WorkerPackage(ZipOutputStream zip) {
    this.zip = zip;
    // What it is made of is compressed already.
    zip.setLevel(Deflater.NO_COMPRESSION);
  }

  /**
   * Writes the archive.
   *
   * @throws UserError if this program does not lie in a folder that it was built in
   */
  static void write(Path file, Luggage luggage, Map<String, List<Path>> data) throws IOException {
    Path home =
        Build.home()
            .filter(folder -> Files.isRegularFile(folder.resolve(CLASS_PATH)))
            .orElseThrow(() -> new UserError("workers are sent from a checkout that is built"));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      WorkerPackage archive = new WorkerPackage(zip);
      archive.add("bottleneck", home.resolve("bottleneck"));
      archive.addFolder(home, home.resolve("target/classes"));
      archive.addLibraries(home);
      archive.addMarked("sweep");
      for (Map.Entry<String, Path> its : luggage.files().entrySet()) {
        archive.add("sweep/" + its.getKey(), its.getValue());
      }
      archive.addMarked("data");
      for (Map.Entry<String, List<Path>> its : data.entrySet()) {
        for (Path part : its.getValue()) {
          archive.add("data/" + its.getKey() + "/" + part.getFileName(), part);
        }
      }
    }
  }

  /** Those of each backend that was built. */
  private void addLibraries(Path home) throws IOException {
    Map<String, Path> libraries = new TreeMap<>();
    for (String backend : List.of("", "-cuda")) {
      Path classPath = home.resolve(CLASS_PATH + backend);
      if (Files.isRegularFile(classPath)) {
        StringBuilder there = new StringBuilder();
        for (String library :
            Files.readString(classPath).strip().split(java.io.File.pathSeparator)) {
          Path jar = Path.of(library);
          libraries.put("lib/" + jar.getFileName(), jar);
          there.append(there.isEmpty() ? "" : ":").append(HOME + "/lib/").append(jar.getFileName());
        }
        add(CLASS_PATH + backend, there.toString().getBytes(StandardCharsets.UTF_8));
      }
    }
    for (Map.Entry<String, Path> library : libraries.entrySet()) {
      add(library.getKey(), library.getValue());
    }
  }

  private void addFolder(Path base, Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      add(base.relativize(file).toString(), file);
    }
  }

  /** A folder that is there though nothing may be in it. */
  private void addMarked(String folder) throws IOException {
    add(folder + "/.keep", new byte[0]);
  }

  private void add(String name, Path file) throws IOException {
    zip.putNextEntry(UndatedEntry.of(name));
    Files.copy(file, zip);
    zip.closeEntry();
  }

  private void add(String name, byte[] content) throws IOException {
    zip.putNextEntry(UndatedEntry.of(name));
    zip.write(content);
    zip.closeEntry();
  }
}
