package dev.bottleneck.fuzz;

import java.util.SplittableRandom;

/** Values as an attacker, or a slip of a pen, would put them where another stood. */
final class Hostile {
  static final String[] NUMBERS = {
    "0",
    "-1",
    "1",
    "2",
    "3",
    "7",
    "64",
    "1000",
    "32768",
    "65536",
    "2147483647",
    "-2147483648",
    "2147483648",
    "4294967297",
    "9223372036854775807",
    "9223372036854775808",
    "0.5",
    "-0.5",
    "-0.0",
    "1e9",
    "1e40",
    "1e-400",
    "1e400",
    "1e999999999",
    "010",
    "0x10",
    "1_000",
    ".inf",
    ".nan"
  };

  static final String[] TEXTS = {
    "",
    " ",
    "null",
    "true",
    "NaN",
    "Infinity",
    "\u0000",
    "\u001b[2J\u0007",
    "two\nlines",
    "\u202egnp.exe",
    "\u2028",
    "../../../../etc/passwd",
    "/dev/zero",
    "C:\\con",
    "%s%n%d",
    "${7*7}",
    "<script>alert(1)</script>",
    "=HYPERLINK(\"http://127.0.0.1/\")",
    "'; DROP TABLE trials; --",
    "x".repeat(5_000),
    "java.lang.Runtime",
    "dev.bottleneck.fuzz.Trap",
    "dev.bottleneck.fuzz.Trap<",
    "[Ldev.bottleneck.fuzz.Trap;",
    "java.util.ArrayList<dev.bottleneck.fuzz.Trap>",
    "dev.bottleneck.experiment.StackedExperiment",
    "!!javax.script.ScriptEngineManager []",
    "&a *a"
  };

  private Hostile() {}

  static String number(SplittableRandom random) {
    return NUMBERS[random.nextInt(NUMBERS.length)];
  }

  static String text(SplittableRandom random) {
    return TEXTS[random.nextInt(TEXTS.length)];
  }
}
