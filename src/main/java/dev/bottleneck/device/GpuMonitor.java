package dev.bottleneck.device;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Samples in the background how busy each GPU is, until it is closed. */
public final class GpuMonitor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GpuMonitor.class);

  /** A reading asks the driver, which is not for nothing. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private static final Duration LAST_READING = Duration.ofSeconds(10);

  /** Reads how busy the GPUs are at the moment. */
  @FunctionalInterface
  public interface Reading {
    /** The utilisation of each GPU in percent, always in the same order. */
    List<Double> percentages();
  }

  private final Reading reading;
  private final ScheduledExecutorService sampler;
  private final List<Double> sums = new ArrayList<>();
  private int samples;

  private GpuMonitor(Reading reading) {
    this.reading = reading;
    sampler =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "gpu-monitor");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Starts to sample, five seconds after each reading anew. */
  public static GpuMonitor start(Reading reading) {
    return start(reading, PAUSE);
  }

  /** Starts to sample, {@code pause} after each reading anew. */
  static GpuMonitor start(Reading reading, Duration pause) {
    GpuMonitor monitor = new GpuMonitor(reading);
    monitor.sampler.scheduleWithFixedDelay(
        monitor::sample, 0, pause.toNanos(), TimeUnit.NANOSECONDS);
    return monitor;
  }

  private void sample() {
    List<Double> percentages;
    try {
      percentages = reading.percentages();
    } catch (RuntimeException e) {
      if (!sampler.isShutdown()) {
        // What is trained matters more than how busy the GPU was meanwhile.
        LOG.warn("The utilisation of the GPUs is not sampled any more", e);
        sampler.shutdown();
      }
      return;
    }
    add(percentages);
  }

  private synchronized void add(List<Double> percentages) {
    for (int gpu = 0; gpu < percentages.size(); gpu++) {
      if (gpu == sums.size()) {
        sums.add(0.0);
      }
      sums.set(gpu, sums.get(gpu) + percentages.get(gpu));
    }
    samples++;
  }

  /** The mean of each GPU over all samples so far, in percent; empty if there is none. */
  public synchronized List<Double> means() {
    return sums.stream().map(sum -> sum / samples).toList();
  }

  /**
   * Such as "; GPU 0 was in use 71 % of the time; GPU 1 was in use 68 % of the time", to follow
   * what ran on them.
   *
   * @param means in percent
   */
  public static String inWords(List<Double> means) {
    StringBuilder text = new StringBuilder();
    for (int gpu = 0; gpu < means.size(); gpu++) {
      text.append(
          String.format(
              Locale.ROOT, "; GPU %d was in use %.0f %% of the time", gpu, means.get(gpu)));
    }
    return text.toString();
  }

  /** Stops sampling; the means stay. */
  @Override
  public void close() {
    sampler.shutdownNow();
    try {
      if (!sampler.awaitTermination(LAST_READING.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("The last reading of the GPUs' utilisation has not come back");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
