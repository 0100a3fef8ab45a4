package dev.bottleneck.cluster;

import dev.bottleneck.runtime.Printable;
import dev.bottleneck.sweep.work.Workforce.AtWork;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Spark's driver at work: ends when its workers have left, and with its standard input. */
final class SparkDriver implements AtWork {
  private static final Logger LOG = LoggerFactory.getLogger(SparkDriver.class);
  private static final int PATIENCE_SECONDS = 30;

  private final Process driver;
  private final Path sent;
  private final Path log;
  private final Thread listening;
  private volatile String last = "";

  /**
   * @param sent a folder with what it sends, which it removes at its end, and this if it cannot
   * @param log what Spark tells
   * @param tell takes what the driver has to say, line by line
   */
  SparkDriver(Process driver, Path sent, Path log, Consumer<String> tell) {
    this.driver = driver;
    this.sent = sent;
    this.log = log;
    listening = new Thread(() -> listen(tell), "spark-driver");
    listening.setDaemon(true);
    listening.start();
  }

  private void listen(Consumer<String> tell) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = Printable.line(line);
        tell.accept(last);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Spark's driver fell silent", e);
    }
  }

  @Override
  public boolean haveLeft() {
    return !driver.isAlive() && !listening.isAlive();
  }

  @Override
  public Optional<String> failure() {
    return driver.exitValue() == 0
        ? Optional.empty()
        : Optional.of((last.isEmpty() ? "Spark's driver ended" : last) + "; see " + log);
  }

  @Override
  public void close() {
    try {
      driver.getOutputStream().close(); // its standard input
      if (!driver.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        driver.destroyForcibly();
      }
    } catch (IOException e) {
      driver.destroyForcibly();
    } catch (InterruptedException e) {
      driver.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    remove(sent);
  }

  /**
   * Removes a folder and what is in it. What vanishes meanwhile is gone, and what others still
   * write there is left to the system's own cleaning.
   */
  static void remove(Path folder) {
    List<Path> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files.forEach(all::add);
    } catch (IOException | UncheckedIOException e) {
      LOG.info("{} cannot be listed", folder, e);
    }
    all.sort(Comparator.reverseOrder());
    for (Path file : all) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        LOG.info("{} cannot be removed", file, e);
      }
    }
  }
}
