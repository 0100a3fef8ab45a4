package dev.bottleneck.bench;

import dev.bottleneck.device.Machine;
import dev.bottleneck.runtime.Build;
import dev.bottleneck.step.onednn.primitive.OneDnnLibrary;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where, when and with what a benchmark was made: the lines that stand above its tables. */
final class Environment {
  private final List<String> lines = new ArrayList<>();

  /**
   * The present one; loads oneDNN.
   *
   * @param command what the user typed
   */
  Environment(String command) {
    Map<String, Object> machine = Machine.describe();
    long start = System.nanoTime();
    Optional<String> withoutOneDnn = OneDnnLibrary.failure();
    double milliseconds = (System.nanoTime() - start) / 1e6;
    // The commit is asked for now: a page that is written makes the working copy differ from it.
    lines.add(
        "Command: `%s`, %s, commit %s"
            .formatted(command, LocalDate.now(ZoneOffset.UTC), Build.commit()));
    lines.add("Machine: %s, %s cores".formatted(machine.get("cpu"), machine.get("cores")));
    lines.add(
        "This process: Java %s; Deeplearning4j %s, %s"
            .formatted(machine.get("java"), machine.get("dl4j"), machine.get("blas")));
    lines.add(
        withoutOneDnn.orElseGet(
            () ->
                "oneDNN %s, %s, loaded in %.0f ms, once a process"
                    .formatted(
                        OneDnnLibrary.version(), OneDnnLibrary.instructions(), milliseconds)));
    lines.add(
        "`OPENBLAS_CORETYPE` of all contenders: %s (`OPENBLAS_VERBOSE=2` prints what each takes)"
            .formatted(machine.get("openblasCoreType")));
  }

  /** Adds what PyTorch says of itself, once: its version and OpenBLAS's kernels. */
  void addPeer(String what) {
    String[] words = what.split(" ");
    add(
        "Peer: PyTorch %s; its OpenBLAS's kernels: %s"
            .formatted(words[0], words[words.length - 1]));
  }

  /** Adds a line, once. */
  void add(String line) {
    if (!lines.contains(line)) {
      lines.add(line);
    }
  }

  /** The lines as a list of Markdown. */
  String bullets() {
    return lines.stream().map("- %s\n"::formatted).collect(Collectors.joining());
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
