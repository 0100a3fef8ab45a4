package dev.bottleneck.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Asks {@code nvidia-smi}, the driver's own command, which GPUs there are. */
final class NvidiaSmi {
  static final String COMMAND = "nvidia-smi";

  private static final String FORMAT = "--format=csv,noheader,nounits";
  private static final String FIELDS =
      "index,uuid,name,compute_cap,driver_version,memory.total,memory.free,utilization.gpu";

  /** It answers within a second, but wakes the driver first where nothing keeps that awake. */
  private static final long PATIENCE_SECONDS = 30;

  private final String command;

  NvidiaSmi(String command) {
    this.command = command;
  }

  /** All GPUs of the machine; empty if there is no such command. */
  Optional<GpuSurvey> survey() {
    return ask(FIELDS).map(NvidiaSmi::read);
  }

  /** The driver's version alone, which older ones tell that do not know every field. */
  Optional<DriverVersion> driver() {
    return ask("driver_version")
        .filter(Answer::succeeded)
        .flatMap(answer -> answer.text().lines().findFirst())
        .flatMap(NvidiaSmi::version);
  }

  /** What the command printed, its errors included, and whether it succeeded. */
  private record Answer(boolean succeeded, String text) {
    String firstLine() {
      return text.lines().map(String::strip).filter(s -> !s.isEmpty()).findFirst().orElse("");
    }
  }

  private Optional<Answer> ask(String fields) {
    Path output = null;
    Process process = null;
    try {
      // Into a file: a command that hangs would hold a pipe open, and its reader with it.
      output = Files.createTempFile("bottleneck", ".nvidia-smi");
      try {
        process =
            new ProcessBuilder(command, "--query-gpu=" + fields, FORMAT)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
      } catch (IOException e) {
        // The usual case: a machine without an NVIDIA driver has no such command.
        return Optional.empty();
      }
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return Optional.of(new Answer(false, "no answer within " + PATIENCE_SECONDS + " s"));
      }
      String text = Files.readString(output, StandardCharsets.UTF_8);
      return Optional.of(new Answer(process.exitValue() == 0, text));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(new Answer(false, "interrupted"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      end(process, output);
    }
  }

  private static void end(Process process, Path output) {
    if (process != null) {
      process.destroyForcibly();
    }
    try {
      if (output != null) {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GpuSurvey read(Answer answer) {
    if (!answer.succeeded()) {
      return GpuSurvey.failed(
          COMMAND, OptionalInt.empty(), "nvidia-smi says: " + answer.firstLine());
    }
    List<String[]> rows =
        answer.text().lines().filter(s -> !s.isBlank()).map(s -> s.split(",")).toList();
    try {
      Optional<DriverVersion> driver =
          rows.stream().findFirst().flatMap(row -> version(row[4].strip()));
      List<Gpu> gpus = rows.stream().map(NvidiaSmi::gpu).toList();
      return GpuSurvey.found(COMMAND, driver, OptionalInt.empty(), gpus);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      return GpuSurvey.failed(
          COMMAND, OptionalInt.empty(), "nvidia-smi says: " + answer.firstLine());
    }
  }

  private static Optional<DriverVersion> version(String text) {
    try {
      return Optional.of(new DriverVersion(text.strip()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Gpu gpu(String[] row) {
    return new Gpu(
        Integer.parseInt(row[0].strip()),
        Optional.of(row[1].strip()),
        row[2].strip(),
        ComputeCapability.parse(row[3]),
        number(row[5]).orElseThrow(() -> new IllegalArgumentException("no memory")),
        number(row[6]),
        utilisation(row[7]));
  }

  /** Fields that a GPU does not have read "[N/A]" or "[Not Supported]". */
  private static OptionalLong number(String field) {
    String text = field.strip();
    return text.startsWith("[") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }

  private static OptionalInt utilisation(String field) {
    OptionalLong percentage = number(field);
    return percentage.isPresent()
        ? OptionalInt.of((int) percentage.getAsLong())
        : OptionalInt.empty();
  }
}
