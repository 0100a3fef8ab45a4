package dev.bottleneck.step.cuda.driver;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a compilation made.
 *
 * @param uses of each kernel, by its name
 */
record CompiledKernels(String architecture, long milliseconds, int bytes, Map<String, Use> uses) {
  private static final Pattern ENTRY = Pattern.compile("Compiling entry function '(\\w+)'");
  private static final Pattern SPILLED = Pattern.compile("(\\d+) bytes spill stores");
  private static final Pattern REGISTERS = Pattern.compile("Used (\\d+) registers");
  private static final Pattern SHARED = Pattern.compile("(\\d+) bytes smem");

  /**
   * What a kernel takes of a multiprocessor.
   *
   * @param registers of each thread
   * @param spilled bytes of each thread that found no register
   * @param shared bytes of each block
   */
  record Use(int registers, int spilled, int shared) {
    @Override
    public String toString() {
      return "%d / %d / %,d".formatted(registers, spilled, shared);
    }
  }

  /**
   * Reads what the assembler says with {@code -v}.
   *
   * @param log of the compiler
   */
  static CompiledKernels of(String architecture, long milliseconds, int bytes, String log) {
    Map<String, Use> uses = new TreeMap<>();
    String kernel = "";
    int spilled = 0;
    for (String line : log.lines().toList()) {
      Matcher entry = ENTRY.matcher(line);
      if (entry.find()) {
        kernel = entry.group(1);
        spilled = 0;
      }
      spilled += number(SPILLED, line);
      if (REGISTERS.matcher(line).find()) {
        uses.put(kernel, new Use(number(REGISTERS, line), spilled, number(SHARED, line)));
      }
    }
    return new CompiledKernels(architecture, milliseconds, bytes, uses);
  }

  private static int number(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }
}
