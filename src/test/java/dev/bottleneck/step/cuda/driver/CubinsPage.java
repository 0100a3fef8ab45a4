package dev.bottleneck.step.cuda.driver;

import dev.bottleneck.device.Machine;
import dev.bottleneck.runtime.Build;
import dev.bottleneck.runtime.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The page of what the kernels are compiled to. */
final class CubinsPage {
  private static final String HEAD =
      """
      # Kernels compiled

      The kernels of the CUDA engine as NVIDIA's compiler makes them, for the GPUs in use; no GPU is needed for it. Users' machines
      compile them as well, when an engine is opened for the first time, and keep what was made.

      """;

  private CubinsPage() {}

  static void write(Path page, String compiler, List<CompiledKernels> compiled) throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    Map<String, Object> machine = Machine.describe();
    text.append(
        String.format(
            Locale.ROOT,
            "`./mvnw test -Dtest=CubinsTest -Dcubins.page=%s` on %s, commit %s; %s; %s, %s"
                + " cores.%n%n",
            page,
            LocalDate.now(ZoneOffset.UTC),
            Build.commit(),
            compiler,
            machine.get("cpu"),
            machine.get("cores")));
    text.append("| architecture | kernels | compiled in | bytes |\n|---|---:|---:|---:|\n");
    for (CompiledKernels one : compiled) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %d | %,d ms | %,d |%n",
              one.architecture(),
              one.uses().size(),
              one.milliseconds(),
              one.bytes()));
    }
    text.append("\nRegisters and spilled bytes of a thread, and shared bytes of a block:\n\n");
    appendUses(text, compiled);
    WholeFile.write(page, text.toString());
  }

  private static void appendUses(StringBuilder text, List<CompiledKernels> compiled) {
    text.append("| kernel |");
    compiled.forEach(one -> text.append(' ').append(one.architecture()).append(" |"));
    text.append("\n|---|").append("---:|".repeat(compiled.size())).append('\n');
    SortedSet<String> kernels = new TreeSet<>();
    compiled.forEach(one -> kernels.addAll(one.uses().keySet()));
    for (String kernel : kernels) {
      text.append("| `").append(kernel).append("` |");
      compiled.forEach(one -> text.append(' ').append(one.uses().get(kernel)).append(" |"));
      text.append('\n');
    }
  }
}
