package dev.bottleneck.doctor;

import com.sun.management.OperatingSystemMXBean;
import dev.bottleneck.device.Machine;
import dev.bottleneck.device.Mebibytes;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Pointer;

/** Operating system, Java, memory and its limits, disk space. */
final class HostFindings {
  /** A run's networks, pictures and curves take some tens of MiB; a sweep's more. */
  private static final long ENOUGH_FOR_RESULTS = 1L << 30;

  private HostFindings() {}

  /**
   * @param results the folder that runs are written under
   * @param cache where JavaCPP unpacks native libraries
   * @param libraries bytes that may yet be unpacked there
   */
  static List<Finding> of(Path results, Path cache, long libraries) {
    return List.of(
        system(),
        Finding.ok("Java", System.getProperty("java.vendor") + " " + Runtime.version()),
        Finding.ok("cores", Runtime.getRuntime().availableProcessors() + " for this process"),
        Finding.ok(
            "memory", Mebibytes.of(totalMemory()) + ", " + Mebibytes.of(freeMemory()) + " free"),
        limits(totalMemory(), Machine.heapLimit(), Pointer.maxPhysicalBytes()),
        disk("results", results, ENOUGH_FOR_RESULTS),
        disk("native libraries", cache, libraries));
  }

  private static Finding system() {
    String system =
        "%s %s, %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"));
    return Machine.isTestedPlatform()
        ? Finding.ok("system", system)
        : Finding.note("system", system + ": only Linux on x86-64 has been tested");
  }

  private static OperatingSystemMXBean bean() {
    return (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  }

  private static long totalMemory() {
    return bean().getTotalMemorySize();
  }

  private static long freeMemory() {
    return bean().getFreeMemorySize();
  }

  /**
   * All in bytes.
   *
   * @param process the limit of heap, arrays and libraries together
   */
  static Finding limits(long total, long heap, long process) {
    String text =
        "Java heap %s (BOTTLENECK_HEAP_MB); together with arrays %s (BOTTLENECK_OFFHEAP_MB)"
            .formatted(Mebibytes.of(heap), Mebibytes.of(process));
    return process > total
        ? Finding.note("limits", text + ": more than there is, a run may be killed")
        : Finding.ok("limits", text);
  }

  /** Of the file system that {@code folder} is on or would be made on. */
  static Finding disk(String what, Path folder, long wanted) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      return Finding.fail(what, there + " is not a folder that can be written to");
    }
    // Not by its file store: where the root itself is no mount point, as in a chroot, Java finds
    // none.
    long free = there.toFile().getUsableSpace();
    String text = "%s free in %s".formatted(Mebibytes.of(free), there);
    return free < wanted
        ? Finding.note(what, text + ", of %s that may be needed".formatted(Mebibytes.of(wanted)))
        : Finding.ok(what, text);
  }
}
