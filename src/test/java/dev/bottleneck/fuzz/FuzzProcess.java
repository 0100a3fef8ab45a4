package dev.bottleneck.fuzz;

import dev.bottleneck.data.DataOptions;
import dev.bottleneck.data.Datasets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/**
 * Some inputs of one target in a Java machine of its own, which may die of them: each outcome is
 * written down before the next input is read.
 */
final class FuzzProcess {
  static final String LOG = "outcomes.tsv";
  private static final int LONGEST = 1_500;

  private FuzzProcess() {}

  /** Arguments: the target, its folder, the seed, the first input, the one after the last. */
  public static void main(String[] args) throws Exception {
    Target target = Targets.of(args[0]);
    Path folder = Path.of(args[1]);
    long seed = Long.parseLong(args[2]);
    Datasets.open("sines", DataOptions.defaults()); // loads what unpacks files of its own
    LoggerFactory.getLogger(FuzzProcess.class)
        .info("{} begins", target.name()); // and makes the log
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    Path home = Path.of(System.getProperty("user.home"));
    try (Judge judge = new Judge(target, folder, temporary, home)) {
      for (int i = Integer.parseInt(args[3]); i < Integer.parseInt(args[4]); i++) {
        Outcome outcome = judge.of(target.input(seed, i));
        append(folder, i, outcome);
        if (outcome.verdict() == Verdict.FAULT) {
          judge.save(Integer.toString(i));
        }
        if (outcome.seconds() >= Judge.SECONDS) {
          break; // its thread cannot be ended
        }
      }
    }
    Runtime.getRuntime().halt(0);
  }

  /** Adds a line to the target's log. */
  static void append(Path folder, int number, Outcome outcome) throws IOException {
    String said = outcome.said().replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    String line =
        String.format(
            Locale.ROOT,
            "%d\t%s\t%.4f\t%d\t%s\n",
            number,
            outcome.verdict(),
            outcome.seconds(),
            outcome.bytes(),
            said.substring(0, Math.min(said.length(), LONGEST)));
    Files.writeString(
        folder.resolve(LOG), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Counts a line of {@link #append}. */
  static void parse(String line, Tally tally) {
    String[] parts = line.split("\t", -1);
    Outcome outcome =
        new Outcome(
            Verdict.valueOf(parts[1]),
            parts[4],
            Double.parseDouble(parts[2]),
            Long.parseLong(parts[3]));
    tally.add(Integer.parseInt(parts[0]), outcome);
  }
}
