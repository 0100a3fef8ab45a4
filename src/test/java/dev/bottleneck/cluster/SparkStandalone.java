package dev.bottleneck.cluster;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real standalone cluster on the loopback, from the jars that Spark's part is built with: a
 * master and workers of one slot each, as Spark's own start scripts have them.
 */
final class SparkStandalone implements AutoCloseable {
  private final Path folder;
  private final int port;
  private final List<Process> workers = new ArrayList<>();
  private final Process master;

  SparkStandalone(Path folder, Path classPath, int slots) throws IOException {
    this.folder = folder;
    Path jars = Files.createDirectories(folder.resolve("jars"));
    for (String jar : Files.readString(classPath).strip().split(File.pathSeparator)) {
      // A link of the hard kind, or a copy: JUnit warns of each of the other kind.
      link(jars.resolve(Path.of(jar).getFileName()), Path.of(jar));
    }
    port = freePort();
    master = start("master", "org.apache.spark.deploy.master.Master", "--port", "" + port);
    for (int i = 0; i < slots; i++) {
      workers.add(
          start(
              "worker-" + i,
              "org.apache.spark.deploy.worker.Worker",
              "--cores",
              "1",
              "--memory",
              "1g",
              "--work-dir",
              folder.resolve("work-" + i).toString(),
              address()));
    }
  }

  private static void link(Path file, Path to) throws IOException {
    try {
      Files.createLink(file, to);
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(to, file);
    }
  }

  String address() {
    return "spark://127.0.0.1:" + port;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process start(String name, String main, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dspark.deploy.maxExecutorRetries=-1",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "-cp",
                folder.resolve("jars") + "/*",
                main,
                "--host",
                "127.0.0.1",
                "--webui-port",
                "0"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile());
    builder.environment().put("SPARK_HOME", folder.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_LOCAL_DIRS", folder.toString());
    return builder.start();
  }

  /** The processes of its executors. */
  Stream<ProcessHandle> executors() {
    return descendants("CoarseGrainedExecutorBackend");
  }

  /** The processes that its executors have started. */
  Stream<ProcessHandle> pilots() {
    return executors().flatMap(ProcessHandle::children);
  }

  private Stream<ProcessHandle> descendants(String main) {
    return workers.stream()
        .flatMap(Process::descendants)
        .filter(its -> its.info().commandLine().orElse("").contains(main));
  }

  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>();
    Stream.concat(workers.stream(), Stream.of(master))
        .forEach(
            process -> {
              process.descendants().forEach(all::add);
              all.add(process.toHandle());
            });
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
