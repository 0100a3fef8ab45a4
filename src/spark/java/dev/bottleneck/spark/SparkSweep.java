package dev.bottleneck.spark;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The driver: has a cluster run as many {@link Pilot}s as asked for, until each has left. What a
 * person should read goes to standard output, a line each, Spark's own log to standard error. It
 * ends with its standard input, which is that of the process that it serves.
 */
public final class SparkSweep {
  /** How often a worker is brought back that died, unless asked otherwise. */
  private static final String MOST_DEATHS = "20";

  private SparkSweep() {}

  /**
   * Places workers and waits for them.
   *
   * @param args the sweep's name; how many workers; the archive that each is started from, in a
   *     folder that goes with it when this ends; further settings of Spark's as {@code key=value}; {@code --}; the words of a worker's command line
   */
  public static void main(String[] args) throws IOException {
    endWithInput();
    int split = Arrays.asList(args).indexOf("--");
    List<String> settings = Arrays.asList(args).subList(3, split);
    List<String> words = Arrays.asList(args).subList(split + 1, args.length);
    int workers = Integer.parseInt(args[1]);
    SparkConf conf =
        new SparkConf()
            .setAppName("bottleneck sweep " + args[0])
            .set("spark.task.maxFailures", MOST_DEATHS)
            // What a worker knew is in the sweep's store: nothing is lost with an executor.
            .set("spark.ui.showConsoleProgress", "false");
    defaults().forEach((key, value) -> conf.set(key.toString(), value.toString()));
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      conf.set(setting.substring(0, equals), setting.substring(equals + 1));
    }
    Path archive = Path.of(args[2]);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(archive.getParent())));
    System.exit(run(conf, workers, archive, words) ? 0 : 1);
  }

  /** Whether all workers have left since nothing was left to do. */
  private static boolean run(SparkConf conf, int workers, Path archive, List<String> words) {
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      spark.addJar(ownCode(archive.getParent()).toString());
      spark.sc().addArchive(archive.toUri() + "#" + Pilot.FOLDER);
      System.out.println("Spark's application is " + spark.sc().applicationId());
      List<Integer> numbers = IntStream.range(0, workers).boxed().collect(Collectors.toList());
      List<String> said =
          spark
              .parallelize(numbers, workers)
              .map(new Pilot(new ArrayList<>(words), environment()))
              .collect();
      tell(said);
      return said.stream().allMatch(String::isEmpty);
    } catch (Exception | LinkageError e) {
      e.printStackTrace();
      System.out.println("Spark failed: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      return false;
    }
  }

  /**
   * The user's own settings of Spark, as its start script reads them: what is secret stands there
   * rather than on a command line, which others can read.
   */
  private static Properties defaults() throws IOException {
    Properties defaults = new Properties();
    Map<String, String> environment = System.getenv();
    String folder =
        environment.getOrDefault(
            "SPARK_CONF_DIR", environment.getOrDefault("SPARK_HOME", "") + "/conf");
    Path file = Path.of(folder, "spark-defaults.conf");
    if (Files.isRegularFile(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        defaults.load(reader);
      }
    }
    return defaults;
  }

  /** What stopped workers, and how many each. */
  private static void tell(List<String> said) {
    Map<String, Integer> counts = new TreeMap<>();
    said.stream().filter(text -> !text.isEmpty()).forEach(text -> counts.merge(text, 1, Integer::sum));
    counts.forEach((text, count) -> System.out.println(count + " of the workers: " + text));
  }

  /**
   * What workers need of what the user set: Bottleneck's settings, and what reaches the store, which
   * so stands in no setting of Spark's, where its pages would show it. What was reckoned for this
   * machine is for no other.
   */
  private static Map<String, String> environment() {
    String given = System.getenv().getOrDefault("BOTTLENECK_GIVEN", "");
    Set<String> names = given.lines().collect(Collectors.toSet());
    names.add("BOTTLENECK_BACKEND");
    return System.getenv().entrySet().stream()
        .filter(
            variable ->
                Stream.of("BOTTLENECK_", "PG", "OMP_", "LC_", "LANG")
                    .anyMatch(variable.getKey()::startsWith))
        .filter(variable -> given.isEmpty() || names.contains(variable.getKey()))
        .filter(variable -> !variable.getKey().equals("BOTTLENECK_GIVEN"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** These classes as a jar in {@code folder}: executors fetch no folders of classes. */
  private static Path ownCode(Path folder) throws IOException {
    Path classes =
        Path.of(
            SparkSweep.class
                .getResource(SparkSweep.class.getSimpleName() + ".class")
                .getPath()).getParent();
    Path jar = folder.resolve("pilot.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.list(classes)) {
      String prefix = SparkSweep.class.getPackageName().replace('.', '/') + "/";
      for (Path file : files.collect(Collectors.toList())) {
        out.putNextEntry(new JarEntry(prefix + file.getFileName()));
        Files.copy(file, out);
      }
    }
    return jar;
  }

  /** What vanishes meanwhile is gone; what Spark still writes stays for the other process. */
  private static void remove(Path folder) {
    List<Path> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files.forEach(all::add);
    } catch (IOException | UncheckedIOException e) {
      System.err.println("cannot list " + folder + ": " + e);
    }
    all.sort(Comparator.reverseOrder());
    for (Path file : all) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        System.err.println("cannot remove " + file + ": " + e);
      }
    }
  }

  private static void endWithInput() {
    Thread waiting =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // Nothing is ever said there.
                }
              } catch (IOException e) {
                System.err.println("standard input broke: " + e);
              }
              System.exit(1);
            },
            "until-input-ends");
    waiting.setDaemon(true);
    waiting.start();
  }
}
