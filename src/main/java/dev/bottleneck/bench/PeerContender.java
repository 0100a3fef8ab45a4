package dev.bottleneck.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that trains the same network by another library.
 *
 * <p>It prints {@code ready} and what it runs with when it is; for each line it reads, a number of
 * steps, it takes so many and prints the milliseconds of one and the last loss. It ends with its
 * input.
 */
final class PeerContender implements TrainingContender {
  private static final String READY = "ready ";
  private static final long SECONDS_TO_END = 10;

  private final String name;
  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;
  private final String environment;
  private double loss = Double.NaN;

  /** Starts {@code command} with {@code threads} threads, and waits until it is ready. */
  PeerContender(String name, List<String> command, int threads) {
    this.name = name;
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    PyTorch.prepare(builder.environment(), threads);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
    requests = process.outputWriter();
    answers = process.inputReader();
    String line;
    try {
      line = answer();
      if (!line.startsWith(READY)) {
        throw unexpected(line, null);
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    environment = line.substring(READY.length());
  }

  @Override
  public String name() {
    return name;
  }

  /** What the process says it runs with: the library's version, and OpenBLAS's kernels. */
  String environment() {
    return environment;
  }

  @Override
  public double millisecondsPerStep(int steps) {
    try {
      requests.write(steps + "\n");
      requests.flush();
    } catch (IOException e) {
      throw ended(e);
    }
    String line = answer();
    String[] words = line.split(" ");
    try {
      double milliseconds = Double.parseDouble(words[0]);
      loss = Double.parseDouble(words[1]);
      return milliseconds;
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw unexpected(line, e);
    }
  }

  @Override
  public double loss() {
    return loss;
  }

  private String answer() {
    String line;
    try {
      line = answers.readLine();
    } catch (IOException e) {
      throw ended(e);
    }
    if (line == null) {
      throw ended(null);
    }
    return line;
  }

  private IllegalStateException ended(Exception cause) {
    return new IllegalStateException(name + " ended before its time; it may have said why", cause);
  }

  private IllegalStateException unexpected(String line, Exception cause) {
    return new IllegalStateException(name + " answered \"" + line + "\"", cause);
  }

  @Override
  public void close() {
    try {
      requests.close();
    } catch (IOException e) {
      // It has ended by itself, which is what closing its input is for.
      process.destroy();
    }
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
