package dev.bottleneck.spark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkFiles;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;

/**
 * The task of an executor: has one worker of a sweep work beside it, in a process of its own with
 * its own memory, threads and GPU, so that a crash of native code takes that worker alone.
 *
 * <p>The worker leaves when nothing of the sweep is left, and when its standard input ends, which
 * it does with the executor, however that dies.
 */
final class Pilot implements Function<Integer, String> {
  /** Where executors unpack the archive. */
  static final String FOLDER = "bottleneck";

  /** The run failed, or the input is wrong: another try would end the same. */
  private static final int MOST_TOLD = 2;

  private static final int LINES_SHOWN = 3;

  private final List<String> words;
  private final LinkedHashMap<String, String> environment;

  /**
   * @param words of the worker's command line
   * @param environment what the worker has beside its machine's
   */
  Pilot(List<String> words, Map<String, String> environment) {
    this.words = new ArrayList<>(words);
    this.environment = new LinkedHashMap<>(environment);
  }

  /**
   * @return what the worker had to say against working; empty if it has left since nothing is left
   * @throws IOException if it died: Spark then has another executor, or this one, try again
   */
  @Override
  public String call(Integer number) throws IOException, InterruptedException {
    TaskContext task = TaskContext.get();
    Path home = Path.of(SparkFiles.get(FOLDER));
    Path folder = home.resolve("work").resolve(number + "-" + task.taskAttemptId());
    Files.createDirectories(folder);
    Path printed = folder.resolve("printed.txt");
    Process worker = start(home, folder, printed, task);
    int code;
    try {
      code = worker.waitFor();
    } finally {
      worker.destroy();
    }
    String last = lastLines(printed);
    if (code == 0) {
      return "";
    }
    if (code <= MOST_TOLD) {
      return last;
    }
    throw new IOException("a worker died with code " + code + (last.isEmpty() ? "" : ": " + last));
  }

  private Process start(Path home, Path folder, Path printed, TaskContext task) throws IOException {
    List<String> command = new ArrayList<>(List.of("bash", home.resolve("bottleneck").toString()));
    command.addAll(words);
    command.add("--out=" + folder);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.resolve("sweep").toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile());
    Map<String, String> its = builder.environment();
    its.keySet().removeIf(name -> name.startsWith("SPARK_"));
    its.putAll(environment);
    // The executor's own Java, which is new enough for Spark and so for the worker.
    its.put("JAVA_HOME", System.getProperty("java.home"));
    its.put("BOTTLENECK_DATA", home.resolve("data").toString());
    its.put("BOTTLENECK_SHARED_CLASSES", "off");
    its.putIfAbsent("OMP_NUM_THREADS", Integer.toString(task.cpus()));
    if (task.resourcesJMap().containsKey("gpu")) {
      its.put("CUDA_VISIBLE_DEVICES", String.join(",", task.resourcesJMap().get("gpu").addresses()));
    }
    return builder.start();
  }

  private static String lastLines(Path printed) throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(printed), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    return String.join(
        " / ", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
  }
}
