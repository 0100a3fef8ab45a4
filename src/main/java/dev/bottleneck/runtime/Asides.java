package dev.bottleneck.runtime;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files while they are written aside, {@code .<name>.<id>.part}: a process that is told to end and
 * has nothing else to finish takes them along, and what a killed one left is removed a day later.
 */
final class Asides {
  private static final Logger LOG = LoggerFactory.getLogger(Asides.class);
  private static final String END = ".part";

  /** No write takes so long, and no two clocks that share a disk are so far apart. */
  private static final Duration ABANDONED = Duration.ofDays(1);

  /** A database has files of its own beside it. */
  private static final Pattern NAME =
      Pattern.compile("\\..+\\.[0-9a-f-]{36}\\.part(-journal|-wal|-shm)?");

  private static final int FOLDERS = 100;

  /** The last folders that were looked through. */
  private static final Map<Path, Path> LOOKED_AT =
      new LinkedHashMap<>(FOLDERS, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Path> eldest) {
          return size() > FOLDERS;
        }
      };

  private static final int PATIENCE_MILLISECONDS = 5_000;
  private static final Set<Path> OPEN = new HashSet<>();
  private static boolean stopping;

  static {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(Asides::stop, "asides"));
    } catch (IllegalStateException e) {
      LOG.debug("the process is ending already, and writes what it had finished", e);
    }
  }

  private Asides() {}

  /** A name beside {@code target}, which is to be told when it is written or given up. */
  static synchronized Path begin(Path target) {
    Path aside = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + END);
    OPEN.add(aside);
    return aside;
  }

  /** It has its own name by now, or is given up. */
  static synchronized void end(Path aside) throws IOException {
    try {
      Files.deleteIfExists(aside);
    } finally {
      OPEN.remove(aside);
      Asides.class.notifyAll();
    }
  }

  /**
   * Removes what was left in {@code folder} a day ago or earlier, if that was not looked for
   * lately: some folders are written to thousands of times.
   */
  static void removeAbandoned(Path folder) throws IOException {
    synchronized (LOOKED_AT) {
      if (LOOKED_AT.put(folder, folder) != null) {
        return;
      }
    }
    FileTime since = FileTime.from(Instant.now().minus(ABANDONED));
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, ".*" + END + "*")) {
      for (Path file : all) {
        if (NAME.matcher(file.getFileName().toString()).matches()
            && Files.getLastModifiedTime(file).compareTo(since) < 0) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException e) {
      LOG.debug("another process removed it first", e);
    }
  }

  private static synchronized boolean isStopping() {
    return stopping;
  }

  private static synchronized void stop() {
    if (StopRequest.isHeard()) {
      return; // whoever hears of it writes what had finished
    }
    stopping = true;
    long until = System.nanoTime() + PATIENCE_MILLISECONDS * 1_000_000L;
    try {
      for (long left = PATIENCE_MILLISECONDS;
          !OPEN.isEmpty() && left > 0;
          left = (until - System.nanoTime()) / 1_000_000) {
        Asides.class.wait(left);
      }
      for (Path aside : OPEN) {
        Files.deleteIfExists(aside);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.debug("what was written aside cannot be removed", e);
    }
  }

  /** Writes to {@code out} until the process is told to end. */
  static OutputStream untilStopped(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] from, int start, int length) throws IOException {
        if (isStopping()) {
          throw new Interrupted();
        }
        out.write(from, start, length);
      }
    };
  }
}
