package dev.bottleneck.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A command in nvidia-smi's place that gives a fixed answer. */
public final class FakeNvidiaSmi {
  private FakeNvidiaSmi() {}

  /** A row of the answer to the query for all fields. */
  public static String row(int index, String capability, String driver) {
    return "%d, GPU-%d0aa, Tesla Test, %s, %s, 16000, 15000, 7"
        .formatted(index, index, capability, driver);
  }

  /** Prints {@code answer} to every query and ends with {@code code}. */
  public static Path write(Path folder, String answer, int code) throws IOException {
    String quoted = answer.replace("'", "'\\''");
    return script(folder, "printf '%s\\n' '" + quoted + "'\nexit " + code);
  }

  /** A script of that body, named nvidia-smi, in {@code folder}. */
  public static Path script(Path folder, String body) throws IOException {
    Path file = Files.createDirectories(folder).resolve(NvidiaSmi.COMMAND);
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
