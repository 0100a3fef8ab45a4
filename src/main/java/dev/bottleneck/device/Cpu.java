package dev.bottleneck.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What this processor calls itself, and what it can. */
final class Cpu {
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  /** Names by Linux's flags, in the order of their appearance on the market. */
  private static final Map<String, String> VECTOR_INSTRUCTIONS = new LinkedHashMap<>();

  static {
    VECTOR_INSTRUCTIONS.put("avx", "AVX");
    VECTOR_INSTRUCTIONS.put("avx2", "AVX2");
    VECTOR_INSTRUCTIONS.put("fma", "FMA");
    VECTOR_INSTRUCTIONS.put("avx512bw", "AVX-512");
    VECTOR_INSTRUCTIONS.put("avx512_vnni", "AVX-512 VNNI");
    VECTOR_INSTRUCTIONS.put("avx512_bf16", "AVX-512 bf16");
    VECTOR_INSTRUCTIONS.put("amx_bf16", "AMX bf16");
  }

  private Cpu() {}

  static String name() {
    return value("model name").orElse(System.getProperty("os.arch"));
  }

  static String vectorInstructions() {
    return vectorInstructions(value("flags").orElse(""));
  }

  /**
   * @param line Linux's flags; there may be gaps where it leaves some out
   */
  static String vectorInstructions(String line) {
    Set<String> flags = Set.copyOf(Arrays.asList(line.split("\\s+")));
    String known =
        VECTOR_INSTRUCTIONS.entrySet().stream()
            .filter(e -> flags.contains(e.getKey()))
            .map(Map.Entry::getValue)
            .collect(Collectors.joining(", "));
    return known.isEmpty() ? "vector instructions not known" : known;
  }

  /** Of the first processor. */
  private static Optional<String> value(String key) {
    if (!Files.isReadable(CPUINFO)) {
      return Optional.empty();
    }
    try (var lines = Files.lines(CPUINFO)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
