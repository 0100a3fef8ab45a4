package dev.bottleneck.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A process that works on a run or a sweep.
 *
 * @param machine what its number counts in: the boot of its machine and, as containers count each
 *     by itself, the name space of its process numbers. Unknown outside Linux: another one in each
 *     process then, so that none is taken for dead by its number
 * @param process its number there
 * @param started when it began, in the machine's ticks since it booted, which no setting of the
 *     clock changes; 0 if unknown. Numbers are used again
 * @param token drawn by the process for itself
 * @param host the name of its machine, for people; empty if unknown
 */
public record WorkerId(String machine, long process, long started, String token, String host) {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path NAME_SPACE = Path.of("/proc/self/ns/pid");
  private static final Path HOST = Path.of("/proc/sys/kernel/hostname");

  /** Of /proc/PID/stat, counted behind the command's name, which is in parentheses. */
  private static final int START_FIELD = 19;

  private static final WorkerId PRESENT = make();

  /** On a machine without a name. */
  public WorkerId(String machine, long process, long started, String token) {
    this(machine, process, started, token, "");
  }

  /** This process. */
  public static WorkerId present() {
    return PRESENT;
  }

  private static WorkerId make() {
    String token = UUID.randomUUID().toString();
    long process = ProcessHandle.current().pid();
    return new WorkerId(
        machine(BOOT, NAME_SPACE).orElse("unknown " + token),
        process,
        started(process),
        token,
        hostName());
  }

  /** What a process's number counts in; empty where the system does not tell all of it. */
  static Optional<String> machine(Path boot, Path nameSpace) {
    try {
      String id = Files.readString(boot).strip();
      String numbers = Files.readSymbolicLink(nameSpace).toString();
      return id.isEmpty() ? Optional.empty() : Optional.of(id + " " + numbers);
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private static String hostName() {
    try {
      return Files.readString(HOST).strip().replace("/", "");
    } catch (IOException e) {
      return "";
    }
  }

  private static long started(long process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
      List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
      return Long.parseLong(fields.get(START_FIELD));
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  /** Whether it is this process. */
  public boolean isPresent() {
    return equals(PRESENT);
  }

  /** Whether its number counts where this process's does. */
  public boolean isHere() {
    return machine.equals(PRESENT.machine);
  }

  /** Whether the process is surely dead: it ran here, and is not to be found. */
  public boolean isKnownDead() {
    if (!isHere()) {
      return false;
    }
    if (ProcessHandle.of(process).filter(ProcessHandle::isAlive).isEmpty()) {
      return true;
    }
    long now = started(process);
    return started != 0 && now != 0 && now != started;
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    return machine + "/" + process + "/" + started + "/" + token + "/" + host;
  }

  /**
   * Reads a text of {@link #toString}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static WorkerId parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 5) {
      throw new IllegalArgumentException("worker is " + text);
    }
    return new WorkerId(
        parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]), parts[3], parts[4]);
  }

  /** Such as "process 4711". */
  public String shown() {
    if (isHere()) {
      return "process " + process;
    }
    return "process "
        + process
        + " of another container or machine"
        + (host.isEmpty() ? "" : ", " + host);
  }
}
