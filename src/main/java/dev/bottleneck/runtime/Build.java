package dev.bottleneck.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * says so; else that of the working copy that its classes lie in, wherever one stands. With
   * {@code -dirty} where tracked files differ from it or sources are not in it; "unknown" where
   * there is neither.
   */
  public static String commit() {
    return commit(System.getenv(), home().filter(home -> Files.exists(home.resolve(".git"))));
  }

  static String commit(Map<String, String> environment, Optional<Path> installation) {
    String told = environment.getOrDefault(COMMIT_VARIABLE, "").strip();
    return told.isEmpty() ? installation.map(Build::workingCopyCommit).orElse("unknown") : told;
  }

  /** The folder whose {@code target/classes} these classes are: a working copy, or an image's. */
  public static Optional<Path> home() {
    try {
      Path classes =
          Path.of(Build.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Optional.ofNullable(classes.getParent()).map(Path::getParent);
    } catch (URISyntaxException | RuntimeException e) {
      return Optional.empty(); // classes that lie in no folder have none
    }
  }

  private static String workingCopyCommit(Path home) {
    String commit = git(home, "rev-parse", "--verify", "HEAD");
    if (commit.isEmpty()) {
      return "unknown";
    }
    boolean clean =
        git(home, "status", "--porcelain", "--untracked-files=no").isEmpty()
            && git(home, "ls-files", "--others", "--exclude-standard", "src", "experiments")
                .isEmpty();
    return clean ? commit : commit + "-dirty";
  }

  /**
   * Asks git about {@code home} alone: neither the environment nor the present folder name another
   * repository, and nothing that a configuration names is run.
   */
  private static String git(Path home, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "git",
                "--no-optional-locks",
                "-c",
                "core.fsmonitor=false",
                "-c",
                "core.hooksPath=/dev/null"));
    command.addAll(List.of(arguments));
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(home.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
      builder.environment().put("GIT_CEILING_DIRECTORIES", home.toAbsolutePath() + "/..");
      Process process = builder.start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      // A machine without git still has a run to describe.
      return "";
    }
  }
}
