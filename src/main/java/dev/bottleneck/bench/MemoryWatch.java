package dev.bottleneck.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The most memory that a process had resident, as Linux tells it; nought where it does not. What is
 * mapped from files is the system's to take back, and is counted apart.
 */
final class MemoryWatch {
  private static final long MILLISECONDS = 50;

  private final Path status;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread;
  private long own;
  private long mapped;

  private MemoryWatch(long pid) {
    status = Path.of("/proc", Long.toString(pid), "status");
    thread = new Thread(this::watch, "memory watch");
    thread.setDaemon(true);
  }

  /** Looks at the process until told to end. */
  static MemoryWatch begin(long pid) {
    MemoryWatch watch = new MemoryWatch(pid);
    watch.thread.start();
    return watch;
  }

  private void watch() {
    try {
      do {
        look();
      } while (!end.await(MILLISECONDS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void look() {
    try {
      for (String line : Files.readAllLines(status)) {
        own = Math.max(own, kibibytes(line, "RssAnon:"));
        mapped = Math.max(mapped, kibibytes(line, "RssFile:"));
      }
    } catch (IOException e) {
      // The process has ended, or this is no Linux: what was seen stays.
    }
  }

  private static long kibibytes(String line, String name) {
    return line.startsWith(name)
        ? Long.parseLong(line.substring(name.length()).replace("kB", "").strip())
        : 0;
  }

  /** In MiB. */
  synchronized double own() {
    return own / 1024.0;
  }

  /** In MiB, of files. */
  synchronized double mapped() {
    return mapped / 1024.0;
  }

  /** Looks no more. */
  void end() {
    end.countDown();
  }
}
