package dev.bottleneck.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The peer's programs, which are among the classes, as files. */
final class Scripts {
  /** What both programs read. */
  static final String NETS = "torch_nets.py";

  private Scripts() {}

  /** Copies {@code program} and what it reads into {@code folder}; returns the program. */
  static Path copy(String program, Path folder) {
    for (String name : List.of(NETS, program)) {
      try (InputStream in = Scripts.class.getResourceAsStream(name)) {
        Files.copy(in, folder.resolve(name));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write " + name + " for the peer to " + folder, e);
      }
    }
    return folder.resolve(program);
  }
}
