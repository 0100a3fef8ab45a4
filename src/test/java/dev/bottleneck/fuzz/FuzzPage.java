package dev.bottleneck.fuzz;

import dev.bottleneck.device.Machine;
import dev.bottleneck.runtime.Build;
import dev.bottleneck.runtime.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;

/** The page of a campaign. */
final class FuzzPage {
  private static final String HEAD =
      """
      # Damaged and hostile files

      Valid files of every kind that Bottleneck reads are changed at random, bytes, words and structure, and read as its
      commands read them. Each must be refused in one line without control characters, or read: no other error, no death of
      the Java machine, no more than 5 s, no more than 1 GiB, no file elsewhere, no class initialised that a file names. Where
      a checksum guards the content, what is read must be what was written. The inputs follow from the seed;
      `src/test/java/dev/bottleneck/fuzz` makes and judges them, and a round of a thousand is part of the tests.

      """;
  private static final String TABLE =
      """
      | target | inputs | refused in one line | read, the same | read, changed | faults | slowest, s | most allocated, MiB |
      |---|---:|---:|---:|---:|---:|---:|---:|
      """;
  private static final String FOOT =
      """

      Changed: what a valid file of other content would give as well, where no checksum could tell; of the targets with one
      (marked ✓) none may be. Allocated is all that the reading of one input took from the heap, what it gave back included,
      so that no more than that was ever held.
      """;

  private FuzzPage() {}

  static void write(Path page, Map<Target, Tally> tallies, int inputs, long seed)
      throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    Map<String, Object> machine = Machine.describe();
    text.append(
        String.format(
            Locale.ROOT,
            "`./mvnw -Pfuzz verify -Dfuzz.inputs=%d -Dfuzz.seed=%d` on %s, commit %s; %s, %s cores;"
                + " Java %s; Deeplearning4j %s; %.0f minutes of reading.%n%n",
            inputs,
            seed,
            LocalDate.now(ZoneOffset.UTC),
            Build.commit(),
            machine.get("cpu"),
            machine.get("cores"),
            machine.get("java"),
            machine.get("dl4j"),
            tallies.values().stream().mapToDouble(Tally::seconds).sum() / 60));
    text.append(TABLE);
    Tally all = new Tally();
    tallies.forEach(
        (target, tally) -> {
          text.append(row(target.name() + (target.checked() ? " ✓" : ""), tally));
          all.add(tally);
        });
    text.append(row("all", all)).append(FOOT);
    WholeFile.write(page, text.toString());
  }

  private static String row(String name, Tally tally) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %d | %d | %d | %.1f | %d |%n",
        name,
        tally.inputs(),
        tally.count(Verdict.REFUSED),
        tally.count(Verdict.SAME),
        tally.count(Verdict.CHANGED),
        tally.count(Verdict.FAULT),
        tally.slowest(),
        (tally.largest() + (1 << 20) - 1) >> 20);
  }
}
