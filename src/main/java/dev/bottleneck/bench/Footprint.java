package dev.bottleneck.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process holds of the machine.
 *
 * @param resident memory in MiB, files' included, as Linux tells it; nought where it does not
 * @param taken what Java's heap has taken from the system, in MiB, whether it is resident or not
 * @param heap what is live of Java's heap, in MiB: after a collection
 * @param threads of Java
 * @param files open file handles; nought where the system does not tell
 */
record Footprint(double resident, double taken, double heap, int threads, long files) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final double MEBIBYTE = 1 << 20;

  /** That of this moment; collects garbage. */
  static Footprint now() {
    System.gc();
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return new Footprint(
        residentMebibytes(),
        heap.getCommitted() / MEBIBYTE,
        heap.getUsed() / MEBIBYTE,
        ManagementFactory.getThreadMXBean().getThreadCount(),
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getOpenFileDescriptorCount()
            : 0);
  }

  private static double residentMebibytes() {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    try {
      return Files.readAllLines(STATUS).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum()
          / 1024.0;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + STATUS, e);
    }
  }
}
