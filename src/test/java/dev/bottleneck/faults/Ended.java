package dev.bottleneck.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A command that ended.
 *
 * @param seconds from its start to its end
 */
record Ended(int code, String out, String err, double seconds) {
  private static final Pattern TRACE =
      Pattern.compile(
          "(?m)^\\s+at [\\w.$/]+\\(|^Exception |^Caused by:|fatal error has been detected");

  boolean printsATrace() {
    return TRACE.matcher(out + err).find();
  }

  /** What is wrong with one that ought to have gone well. */
  List<String> unlessItWentWell() {
    List<String> complaints = new ArrayList<>(unlessItPrintsPlainly());
    if (code != 0) {
      complaints.add("it ended with code " + code + ": " + err.strip());
    }
    return complaints;
  }

  /** What is wrong with one that could not go well: one sentence and code 1 or 2 are right. */
  List<String> unlessItFailedInOneLine() {
    List<String> complaints = new ArrayList<>(unlessItPrintsPlainly());
    if (code != 1 && code != 2) {
      complaints.add("it ended with code " + code + ", not 1 or 2: " + err.strip());
    }
    if (err.lines().count() != 1 || !err.startsWith("bottleneck: ")) {
      complaints.add("it did not say in one line what was wrong: " + err.strip());
    }
    return complaints;
  }

  /** What is wrong with one that may have gone well or not. */
  List<String> unlessItWentWellOrFailedInOneLine() {
    return code == 0 ? unlessItPrintsPlainly() : unlessItFailedInOneLine();
  }

  List<String> unlessItPrintsPlainly() {
    return printsATrace() ? List.of("it printed a stack trace: " + err + out) : List.of();
  }
}
