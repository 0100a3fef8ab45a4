package dev.bottleneck.faults;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * Bottleneck on a class path of jars alone, so that an archive of its classes can be made and each
 * of hundreds of commands starts in half the time.
 */
final class Installation {
  private final Path archive;
  private final String classPath;

  private Installation(Path archive, String classPath) {
    this.archive = archive;
    this.classPath = classPath;
  }

  /** Of the class path of this process, its folders made into jars in {@code folder}. */
  static Installation in(Path folder) throws IOException {
    Files.createDirectories(folder);
    ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
    List<String> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        Path made = folder.resolve(jars.size() + "-" + path.getFileName() + ".jar");
        int code = jar.run(System.out, System.err, "-cf0", made.toString(), "-C", entry, ".");
        if (code != 0) {
          throw new IllegalStateException("jar ended with code " + code + " for " + entry);
        }
        jars.add(made.toString());
      } else if (Files.exists(path)) {
        jars.add(entry);
      }
    }
    return new Installation(folder.resolve("classes.jsa"), String.join(File.pathSeparator, jars));
  }

  /**
   * The command that starts {@code main}; the first that ends by itself leaves the archive of
   * classes for the others.
   */
  List<String> java(String main, List<String> flags) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xlog:disable",
                "-Djava.awt.headless=true",
                "-Dorg.bytedeco.javacpp.logger=slf4j"));
    if (Files.exists(archive)) {
      command.add("-XX:SharedArchiveFile=" + archive);
    }
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, main));
    return command;
  }

  /** The flag that has a command leave the archive of classes when it ends. */
  String archiving() {
    return "-XX:ArchiveClassesAtExit=" + archive;
  }
}
