package dev.bottleneck.runtime;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder for the temporary files of one process, which only its user may enter. It is gone when
 * the process ends; what killed ones left is removed by the next that makes one, which sees by the
 * lock in it that its process is no more.
 */
final class TemporaryFolder {
  private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);
  private static final String NAME = "bottleneck-";
  private static final String LOCK = ".lock";

  /** A folder is made in less before it is locked. */
  private static final Duration JUST_MADE = Duration.ofMinutes(1);

  private final Path path;

  /** Held until the process ends, and never closed: the system lets go of it. */
  @SuppressWarnings("unused")
  private final FileLock lock;

  private TemporaryFolder(Path path, FileLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Makes one in {@code parent}. */
  static TemporaryFolder make(Path parent) throws IOException {
    Path folder = Files.createTempDirectory(parent, NAME);
    // What is registered last is deleted first, and all of it after the last line of a run that was
    // told to stop.
    folder.toFile().deleteOnExit();
    removeAbandoned(parent, folder);
    Path file = folder.resolve(LOCK);
    file.toFile().deleteOnExit();
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new TemporaryFolder(folder, channel.lock());
  }

  Path path() {
    return path;
  }

  /** Those beside {@code own} that are of the same user and whose processes have ended. */
  private static void removeAbandoned(Path parent, Path own) throws IOException {
    FileTime since = FileTime.from(Instant.now().minus(JUST_MADE));
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, NAME + "*")) {
      for (Path folder : all) {
        Path file = folder.resolve(LOCK);
        if (!folder.equals(own)
            && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
            && Files.getOwner(folder).equals(Files.getOwner(own))
            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && Files.getLastModifiedTime(file).compareTo(since) < 0) {
          removeUnlessLocked(folder, file);
        }
      }
    }
  }

  private static void removeUnlessLocked(Path folder, Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock free = channel.tryLock();
        Stream<Path> all = Files.walk(folder)) {
      if (free != null) {
        List<File> deepestFirst = all.sorted(Comparator.reverseOrder()).map(Path::toFile).toList();
        deepestFirst.forEach(File::delete);
      }
    } catch (IOException e) {
      LOG.debug("{} cannot be removed", folder, e);
    }
  }
}
