package dev.bottleneck.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The peer's programs, which are among the classes, as files. */
final class Scripts {
  /** What both programs read. */
  static final String NETS = "torch_nets.py";

  private Scripts() {}

  /** Copies {@code program} and what it reads into {@code folder}; returns the program. */
  static Path copy(String program, Path folder) {
    copyAlone(NETS, folder);
    return copyAlone(program, folder);
  }

  /** Copies a program that reads no other. */
  static Path copyAlone(String name, Path folder) {
    try (InputStream in = Scripts.class.getResourceAsStream(name)) {
      Files.copy(in, folder.resolve(name));
      return folder.resolve(name);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + name + " for the peer to " + folder, e);
    }
  }
}
