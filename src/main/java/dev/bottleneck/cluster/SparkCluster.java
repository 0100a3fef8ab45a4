package dev.bottleneck.cluster;

import dev.bottleneck.runtime.Build;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.SweepOptions;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.work.Workforce;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Workers that Spark places: one task each, which forks a worker beside its executor and brings it
 * back if it dies.
 *
 * <p>The driver is a process of its own, built from {@code src/spark}, so that Spark's libraries
 * and ours never meet.
 */
public final class SparkCluster implements Workforce {
  private static final String DRIVER = "dev.bottleneck.spark.SparkSweep";

  /** What Spark's own start script opens to it, of Java 17 and newer. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  private final String nameOrFile;
  private final SweepOptions sweep;
  private final SparkOptions options;

  /**
   * @param nameOrFile the sweep as it was given
   * @param sweep how it is carried out, on as many workers as it says
   * @throws UserError if its trials lie where no other machine reaches them
   */
  public SparkCluster(String nameOrFile, SweepOptions sweep, SparkOptions options) {
    this.nameOrFile = nameOrFile;
    this.sweep = sweep;
    this.options = options;
    WorkerCommand.words(nameOrFile, sweep, "--spark");
    if (sweep.workers().isEmpty()) {
      throw new UserError("--spark wants --workers: how many it is to place");
    }
    classPath(); // before anything is begun
  }

  @Override
  public int size() {
    return sweep.workers().orElseThrow();
  }

  @Override
  public String inWords() {
    return String.format(
        Locale.ROOT,
        "%d worker%s placed by Spark at %s",
        size(),
        size() == 1 ? "" : "s",
        options.master());
  }

  @Override
  public AtWork start(SweepDefinition definition, Path folder, Consumer<String> tell) {
    Luggage luggage = Luggage.of(nameOrFile, definition);
    List<String> words = WorkerCommand.words(luggage.sweep(), sweep, "--spark");
    try {
      Path sent = Files.createTempDirectory("bottleneck-spark");
      try {
        Path archive = sent.resolve("worker.zip");
        WorkerPackage.write(archive, luggage, Luggage.data(definition, sweep.jobs().data()));
        Files.createDirectories(folder);
        Path log = folder.resolve("spark.log");
        Process driver =
            new ProcessBuilder(command(definition.name(), archive, words))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new SparkDriver(driver, sent, log, tell);
      } catch (IOException | RuntimeException e) {
        SparkDriver.remove(sent);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Spark's driver cannot be started", e);
    }
  }

  private List<String> command(String name, Path archive, List<String> words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    OPENED.forEach(its -> command.add("--add-opens=java.base/" + its + "=ALL-UNNAMED"));
    command.addAll(List.of("-XX:+IgnoreUnrecognizedVMOptions", "-Xmx512m"));
    command.add("-Djava.io.tmpdir=" + archive.getParent()); // what a killed one leaves goes with it
    command.addAll(List.of("-cp", classPath(), DRIVER));
    command.addAll(List.of(name, Integer.toString(size()), archive.toString()));
    command.add("spark.master=" + options.patientMaster());
    command.addAll(options.settings());
    command.add("--");
    command.addAll(words);
    command.addAll(List.of("--workers=1", "--tethered"));
    return command;
  }

  private static String classPath() {
    Path home = Build.home().orElseThrow(SparkCluster::notBuilt);
    Path classes = home.resolve("target/spark/classes");
    if (!Files.isDirectory(classes)) {
      throw notBuilt();
    }
    return classes + File.pathSeparator + libraries(home.resolve("target/classpath-spark"));
  }

  private static String libraries(Path builtWith) {
    String installed = System.getenv().getOrDefault("SPARK_HOME", "");
    if (!installed.isBlank()) {
      Path jars = Path.of(installed, "jars");
      if (!Files.isDirectory(jars)) {
        throw new UserError("SPARK_HOME is " + installed + ": there is no folder jars in it");
      }
      return jars + File.separator + "*";
    }
    try {
      return Files.readString(builtWith).strip();
    } catch (IOException e) {
      throw notBuilt();
    }
  }

  private static UserError notBuilt() {
    return new UserError(
        "--spark needs what is in src/spark: start ./bottleneck of a checkout, which builds it, or"
            + " ./mvnw -f src/spark process-classes");
  }
}
