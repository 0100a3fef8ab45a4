package dev.bottleneck.autoencoder;

import dev.bottleneck.runtime.UserError;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The entries of a zip that may come from anywhere: none is read further than its reader can take,
 * none expands to much more than the file holds, and every one that was read has its checksum.
 */
final class ModelZip implements Closeable {
  /** Trained floats hardly shrink; what shrinks to a hundredth is no model. */
  private static final long HIGHEST_RATIO = 100;

  /** Below this many bytes even zeros alone may be stored. */
  private static final long ALWAYS_TAKEN = 1L << 26;

  private final Path file;
  private final ZipFile zip;
  private final Map<String, ZipEntry> entries = new HashMap<>();

  private ModelZip(Path file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
    zip.stream()
        .forEach(
            entry -> {
              if (entries.put(entry.getName(), entry) != null) {
                throw new UserError(file + ": damaged: it holds " + entry.getName() + " twice");
              }
            });
  }

  /**
   * Opens a file.
   *
   * @throws UserError if there is none, or it is no zip
   */
  static ModelZip open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserError(file + ": no such model file");
    }
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (IOException | IllegalArgumentException e) {
      // The zip reader throws the latter for names that are no text.
      throw new UserError(
          file + ": no model of Bottleneck: damaged, or no zip: " + e.getMessage(), e);
    }
    try {
      return new ModelZip(file, zip);
    } catch (UserError e) {
      try {
        zip.close();
      } catch (IOException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  boolean holds(String name) {
    return entries.containsKey(name);
  }

  /** How many bytes an entry says that it has. */
  long size(String name) {
    return entries.get(name).getSize();
  }

  /** What reads an entry. */
  @FunctionalInterface
  interface Reader<T> {
    /** Takes what it needs of {@code in}; what is left over is damage. */
    T read(InputStream in) throws IOException;
  }

  /** All bytes of an entry, of which there may be {@code limit}. */
  byte[] bytes(String name, int limit) {
    if (size(name) > limit) {
      throw new UserError(file + ": damaged: its " + name + " is too long");
    }
    return read(name, in -> in.readNBytes(limit));
  }

  /**
   * Reads an entry to its end.
   *
   * @throws UserError if it is damaged, or goes on after what {@code reader} takes
   */
  <T> T read(String name, Reader<T> reader) {
    ZipEntry entry = entries.get(name);
    long packed = entry.getCompressedSize();
    if (entry.getSize() > ALWAYS_TAKEN && entry.getSize() / HIGHEST_RATIO > packed) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "%s: damaged: its %s claims %,d bytes, packed in %,d",
              file,
              name,
              entry.getSize(),
              packed));
    }
    CRC32 sum = new CRC32();
    try (InputStream in =
        new BufferedInputStream(new CheckedInputStream(zip.getInputStream(entry), sum))) {
      T result = reader.read(in);
      if (in.read() >= 0) {
        throw new IOException("it is too long");
      }
      if (sum.getValue() != entry.getCrc()) {
        throw new IOException("its checksum is another");
      }
      return result;
    } catch (IOException e) {
      String reason = e.getMessage() == null ? "it ends too early" : e.getMessage();
      throw new UserError(file + ": damaged: its " + name + ": " + reason, e);
    }
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new UserError(file + ": cannot be closed: " + e.getMessage(), e);
    }
  }
}
