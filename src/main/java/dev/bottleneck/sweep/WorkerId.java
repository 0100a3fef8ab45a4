package dev.bottleneck.sweep;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A process that works on a sweep.
 *
 * @param machine its host, and on Linux the name space that its number counts in, so that two
 *     containers of one name are not taken for each other
 * @param process its number there
 * @param started when it began, in seconds since 1970; 0 if unknown. Numbers are used again
 */
record WorkerId(String machine, long process, long started) {
  /** The clock of a machine may be set by as much while a process runs. */
  private static final int TOLERANCE_SECONDS = 5;

  private static final Path NAME_SPACE = Path.of("/proc/self/ns/pid");

  /** This process. */
  static WorkerId present() {
    ProcessHandle self = ProcessHandle.current();
    return new WorkerId(machineName(), self.pid(), seconds(self));
  }

  private static String machineName() {
    try {
      String host = InetAddress.getLocalHost().getHostName();
      return Files.isSymbolicLink(NAME_SPACE)
          ? host + " " + Files.readSymbolicLink(NAME_SPACE)
          : host;
    } catch (UnknownHostException e) {
      // A machine whose own name cannot be looked up still has one process of each number.
      return "localhost";
    } catch (IOException e) {
      return "localhost";
    }
  }

  private static long seconds(ProcessHandle process) {
    return process.info().startInstant().map(Instant::getEpochSecond).orElse(0L);
  }

  /** Whether the process is surely dead: its machine is this one, where it is not to be found. */
  boolean isKnownDead() {
    if (!machine.equals(present().machine)) {
      return false;
    }
    Optional<ProcessHandle> found = ProcessHandle.of(process).filter(ProcessHandle::isAlive);
    return found.map(p -> Math.abs(seconds(p) - started) > TOLERANCE_SECONDS).orElse(true);
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    return machine + "/" + process + "/" + started;
  }

  static WorkerId parse(String text) {
    int last = text.lastIndexOf('/');
    int middle = text.lastIndexOf('/', last - 1);
    return new WorkerId(
        text.substring(0, middle),
        Long.parseLong(text.substring(middle + 1, last)),
        Long.parseLong(text.substring(last + 1)));
  }

  /** Such as "process 4711 on box". */
  String shown() {
    return String.format(Locale.ROOT, "process %d on %s", process, machine.split(" ")[0]);
  }
}
