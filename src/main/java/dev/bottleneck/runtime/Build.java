package dev.bottleneck.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** Which Bottleneck this is. */
public final class Build {
  /** The environment variable with the commit of an installation that has no working copy. */
  static final String COMMIT_VARIABLE = "BOTTLENECK_COMMIT";

  private Build() {}

  public static String version() {
    return property("version");
  }

  /** The version of Deeplearning4j and ND4J it was built with. */
  public static String dl4jVersion() {
    return property("dl4j");
  }

  /** ND4J's backend for GPUs, such as "nd4j-cuda-11.6". */
  public static String cudaBackend() {
    return property("cudaBackend");
  }

  /** The version of the CUDA libraries that come with it, such as "11.6-8.3-1.5.7". */
  public static String cudaLibraries() {
    return property("cudaLibraries");
  }

  private static String property(String name) {
    try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The commit it was built from, where an installation without its working copy, such as an image,
   * says so; else that of the working copy in the present folder. With {@code -dirty} where tracked
   * files differ from it; "unknown" where there is neither.
   */
  public static String commit() {
    return commit(System.getenv());
  }

  static String commit(Map<String, String> environment) {
    // An installation's first: the present folder may be a working copy of anything.
    String told = environment.getOrDefault(COMMIT_VARIABLE, "").strip();
    return told.isEmpty() ? workingCopyCommit() : told;
  }

  private static String workingCopyCommit() {
    String commit = git("rev-parse", "HEAD");
    if (commit.isEmpty()) {
      return "unknown";
    }
    return git("status", "--porcelain", "--untracked-files=no").isEmpty()
        ? commit
        : commit + "-dirty";
  }

  private static String git(String... arguments) {
    if (!Files.isDirectory(Path.of(".git")) && !Files.isRegularFile(Path.of(".git"))) {
      return "";
    }
    String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      // A machine without git still has a run to describe.
      return "";
    }
  }
}
