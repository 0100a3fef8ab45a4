package dev.bottleneck.runtime;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a file aside and renames it, so that a reader sees it whole or not at all. */
public final class WholeFile {
  private static final Logger LOG = LoggerFactory.getLogger(WholeFile.class);

  /** What lies between a file's content and the disk: nothing but where a test puts a fault. */
  private static volatile UnaryOperator<OutputStream> disk = UnaryOperator.identity();

  /** Fills a stream with a file's content. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private WholeFile() {}

  static void throughDisk(UnaryOperator<OutputStream> between) {
    disk = between;
  }

  /** Writes {@code text} as UTF-8; parent folders are made. */
  public static void write(Path file, String text) throws IOException {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Writes what {@code content} yields; if it throws, {@code file} stays as it was. A link is
   * written through. The bytes are on the disk before the name is: after a power cut the file is
   * the old one or the new one, never an empty one.
   *
   * @throws UserError if {@code file} names a folder
   */
  public static void write(Path file, Content content) throws IOException {
    Path target = target(file);
    Files.createDirectories(target.getParent());
    Asides.removeAbandoned(target.getParent());
    // Not Files.createTempFile: it would leave the result readable by its owner alone.
    Path aside = Asides.begin(target);
    try {
      // Not a FileChannel: an interrupt, as Ctrl-C makes, would close it.
      try (FileOutputStream raw = new FileOutputStream(aside.toFile())) {
        OutputStream out = disk.apply(Asides.untilStopped(raw));
        content.writeTo(out);
        out.flush();
        raw.getFD().sync();
      }
      move(aside, target);
      sync(target.getParent());
    } finally {
      Asides.end(aside);
    }
  }

  /**
   * The file that would be written: that which {@code file} links to, if it is a link.
   *
   * @throws UserError if it names a folder
   */
  public static Path target(Path file) throws IOException {
    Path target = file.toAbsolutePath().normalize();
    for (int links = 0; Files.isSymbolicLink(target) && links < 40; links++) {
      target = target.resolveSibling(Files.readSymbolicLink(target)).normalize();
    }
    if (target.getParent() == null || Files.isDirectory(target)) {
      throw new UserError(file + " is a folder: name a file");
    }
    return target;
  }

  /** Where a system knows how: the new name is on the disk as well. */
  private static void sync(Path folder) {
    if (Thread.currentThread().isInterrupted()) {
      return; // opening it would fail, and the file itself is safe
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      LOG.debug("{} cannot be synced", folder, e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
