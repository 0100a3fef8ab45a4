package dev.bottleneck.data;

import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file's bytes as they were read once, and where they came from. */
final class SourceFile {
  private final String location;
  private final String name;
  private final byte[] bytes;
  private final String sha256;

  /**
   * @param location what messages call the file: its path or address
   * @param name its name without folders
   */
  SourceFile(String location, String name, byte[] bytes) {
    this.location = location;
    this.name = name;
    this.bytes = bytes;
    this.sha256 = Sha256.of(bytes);
  }

  /** Reads {@code file}; a missing or unreadable file is a {@link UserError}. */
  static SourceFile read(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // A pipe or a device may never end.
      throw new UserError(file + " is no regular file");
    }
    try {
      return new SourceFile(file.toString(), fileName(file), Files.readAllBytes(file));
    } catch (OutOfMemoryError e) {
      throw new UserError(
          file
              + " does not fit into the Java heap: raise BOTTLENECK_HEAP_MB, or save it as .npy,"
              + " which is mapped",
          e);
    } catch (NoSuchFileException e) {
      throw new UserError(file + " does not exist", e);
    } catch (IOException e) {
      throw new UserError(file + " cannot be read: " + e, e);
    }
  }

  /** Reads a file that is part of this program. */
  static SourceFile embedded(String folder, String name) {
    String resource = folder + "/" + name;
    try (InputStream in = SourceFile.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("resource " + resource + " is missing from the build");
      }
      return new SourceFile("resource " + resource, name, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("resource " + resource + " cannot be read", e);
    }
  }

  static String fileName(Path file) {
    return file.toAbsolutePath().normalize().getFileName().toString();
  }

  /** This file if its hash is {@code expected}; else a {@link UserError} with both hashes. */
  SourceFile verified(String expected) {
    if (!sha256.equals(expected)) {
      throw new UserError(
          location + " is not the published file: SHA-256 is " + sha256 + ", expected " + expected);
    }
    return this;
  }

  String location() {
    return location;
  }

  String name() {
    return name;
  }

  byte[] bytes() {
    return bytes;
  }

  String sha256() {
    return sha256;
  }
}
