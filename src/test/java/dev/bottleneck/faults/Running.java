package dev.bottleneck.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A command under way. */
record Running(Process process, Path out, Path err, long begun) {
  private static final long MOST_SECONDS = 240;

  static Running of(ProcessBuilder builder, Path out, Path err) throws IOException {
    return new Running(builder.redirectError(err.toFile()).start(), out, err, System.nanoTime());
  }

  double seconds() {
    return (System.nanoTime() - begun) / 1e9;
  }

  /** SIGKILL: no hook runs, no buffer is written. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Sends a signal by its name, such as INT: by the shell, as not every system has kill apart. */
  void signal(String name) throws IOException, InterruptedException {
    String command = "kill -%s %d".formatted(name, process.pid());
    new ProcessBuilder("sh", "-c", command).start().waitFor();
  }

  /** Waits for its end; one that hangs is killed, and its code is that of SIGKILL. */
  Ended await() throws IOException, InterruptedException {
    if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
      kill();
    }
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err), seconds());
  }
}
