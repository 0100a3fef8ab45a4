package dev.bottleneck.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file system in memory of any size, without root: it is mounted in a namespace of a process's
 * own, into which {@code /proc} leads, and is gone with that process.
 */
final class SmallDisk implements AutoCloseable {
  private static final String HOLD =
      "mount -t tmpfs -o size=\"$2\",nr_inodes=0 none \"$1\" && echo ready &&"
          + " while read -r how; do mount -o remount,\"$how\" \"$1\" && echo done; done";

  private final Process holder;
  private final BufferedReader answers;
  private final PrintStream orders;
  private final Path inside;
  private final Path path;

  private SmallDisk(Process holder, BufferedReader answers, Path mounted) {
    this.holder = holder;
    this.answers = answers;
    orders = new PrintStream(holder.getOutputStream(), true, StandardCharsets.UTF_8);
    inside = mounted;
    path = Path.of("/proc/" + holder.pid() + "/root" + mounted);
  }

  /** One of so many KiB; empty where the system has no such namespaces for this user. */
  static Optional<SmallDisk> mount(Path room, int kibibytes) throws IOException {
    Path folder = Files.createDirectories(room.resolve("disk"));
    Process holder;
    try {
      holder =
          new ProcessBuilder(
                  "unshare", "-r", "-m", "sh", "-c", HOLD, "sh", folder.toString(), kibibytes + "k")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return Optional.empty(); // there is no such command
    }
    BufferedReader answers =
        new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8));
    if (!"ready".equals(answers.readLine())) {
      holder.destroyForcibly();
      return Optional.empty();
    }
    return Optional.of(new SmallDisk(holder, answers, folder));
  }

  /** Where this process sees it. */
  Path path() {
    return path;
  }

  /** The same, started in the namespace, where the disk has the path that it was mounted at. */
  Launch launch(Launch launch) {
    return launch
        .renamed(path.toString(), inside.toString())
        .by("nsenter", "--target=" + holder.pid(), "--user", "--preserve-credentials", "--mount");
  }

  /** Gives it another size. */
  void resize(int kibibytes) throws IOException {
    order("size=" + kibibytes + "k");
  }

  /** Lets nobody write to it; or, with {@code rw}, everybody. */
  void remount(String how) throws IOException {
    order(how);
  }

  private void order(String how) throws IOException {
    orders.println(how);
    if (!"done".equals(answers.readLine())) {
      throw new IOException("cannot be mounted with " + how);
    }
  }

  @Override
  public void close() {
    orders.close();
    holder.destroyForcibly();
  }
}
