package dev.bottleneck.bench;

import dev.bottleneck.runtime.Interrupted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * A process that ran to its end.
 *
 * @param seconds of wall time
 * @param processorSeconds of all its threads and children; empty where the system does not tell
 * @param memory the most that was resident, as far as that was seen
 * @param output what it printed
 */
record TimedProcess(
    int exitCode,
    double seconds,
    OptionalDouble processorSeconds,
    MemoryWatch memory,
    String output) {
  private static final Path OWN_TIMES = Path.of("/proc/self/stat");

  /** In that file, counted after the command's name: the times of children that have ended. */
  private static final int CHILDREN_USER = 13;

  private static final int CHILDREN_SYSTEM = 14;
  private static final double TICKS_PER_SECOND = 100;

  /**
   * Runs {@code command}, one at a time; what it says on standard error goes to this process's.
   *
   * @param environment changes this process's environment to that of the new one
   * @throws Interrupted if the thread was interrupted; the process has been ended then
   */
  static TimedProcess run(List<String> command, Consumer<Map<String, String>> environment) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    environment.accept(builder.environment());
    OptionalDouble before = ofChildren();
    long begun = System.nanoTime();
    Process process = null;
    try {
      process = builder.start();
      process.outputWriter().close();
      MemoryWatch memory = MemoryWatch.begin(process.pid());
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      memory.end();
      double seconds = (System.nanoTime() - begun) / 1e9;
      OptionalDouble after = ofChildren();
      return new TimedProcess(
          code,
          seconds,
          before.isPresent() && after.isPresent()
              ? OptionalDouble.of(after.getAsDouble() - before.getAsDouble())
              : OptionalDouble.empty(),
          memory,
          output);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command.get(0), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Interrupted();
    } finally {
      if (process != null) {
        process.destroy();
      }
    }
  }

  /** Linux counts what ended children took; proc(5). */
  private static OptionalDouble ofChildren() {
    if (!Files.isReadable(OWN_TIMES)) {
      return OptionalDouble.empty();
    }
    try {
      String line = Files.readString(OWN_TIMES);
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
      long ticks = Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_SYSTEM]);
      return OptionalDouble.of(ticks / TICKS_PER_SECOND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + OWN_TIMES, e);
    }
  }
}
