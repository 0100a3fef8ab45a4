package dev.bottleneck.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A short campaign: twenty kills, and of the other kinds one each, where no other test has it, as
 * those of memory and of SIGTERM have.
 */
@EnabledOnOs(OS.LINUX)
class FaultsTest {
  private static final int KILLS = 20;

  private static final Map<String, Integer> WANTED =
      Map.ofEntries(
          Map.entry("kill: run and its resumption", 6),
          Map.entry("kill: run, while a file is written", 4),
          Map.entry("kill: sweep", 4),
          Map.entry("kill: reproduce", 1),
          Map.entry("kill: download", 4),
          Map.entry("kill: unpacking of native libraries", 1),
          Map.entry("disk full: sweep", 1),
          Map.entry("disk full: temporary files", 1),
          Map.entry("read-only: run", 1),
          Map.entry("out of file handles", 1),
          Map.entry("clock: an hour ahead, one of two processes of a sweep", 1),
          Map.entry("clock: an hour back, run", 1),
          Map.entry("two resumptions of one run", 1),
          Map.entry("store locked for a while", 1),
          Map.entry("damaged byte: sweep", 1),
          Map.entry("two commands on an empty cache of native libraries", 1),
          Map.entry("signal: INT twice", 1),
          Map.entry("standard output closed (| head -1)", 1),
          Map.entry("standard output full (/dev/full)", 1));

  @TempDir static Path folder;
  private static Map<String, Outcome> outcomes;

  @BeforeAll
  static void carryOut() throws IOException, InterruptedException, ExecutionException {
    Map<Fault, Integer> wanted = new LinkedHashMap<>();
    Campaign.faults().stream()
        .filter(fault -> WANTED.containsKey(fault.name()))
        .forEach(fault -> wanted.put(fault, WANTED.get(fault.name())));
    assertThat(wanted).hasSameSizeAs(WANTED);
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    outcomes = new LinkedHashMap<>();
    for (Campaign.Tally tally :
        new Campaign(new Workshop(folder), 1, 2, nowhere).carryOut(wanted)) {
      outcomes.put(tally.fault(), tally.outcome());
    }
  }

  static Stream<String> kinds() {
    return WANTED.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isSurvived(String kind) {
    Outcome outcome = outcomes.get(kind);
    assertThat(outcome.complaints()).isEmpty();
    assertThat(outcome.lost()).isZero();
    assumeTrue(outcome.injected() > 0, "this machine or its user cannot have this fault");
  }

  @Test
  void noFewerThanTwentyWereKills() {
    int kills =
        outcomes.entrySet().stream()
            .filter(each -> each.getKey().startsWith("kill: "))
            .mapToInt(each -> each.getValue().injected())
            .sum();
    assertThat(kills).isGreaterThanOrEqualTo(KILLS);
  }

  /** Where one did not survive, the page says so. */
  @Test
  void thePageTellsEachKind() {
    String page =
        new CampaignPage(7, 0.5, 12.3)
            .text(
                List.of(
                    new Campaign.Tally(
                        "kill: run", new Outcome(40, 0, List.of(), List.of("a.part"))),
                    new Campaign.Tally("clock", Outcome.impossible()),
                    new Campaign.Tally("disk full", new Outcome(9, 2, List.of("x"), List.of()))));
    assertThat(page)
        .contains("-Dfaults.seed=7 -Dfaults.share=0.5", "; 12 minutes")
        .contains("| kill: run | 40 | 40 | 0 | 1 |")
        .contains("| clock | not on this machine | 0 | 0 | 0 |")
        .contains("| disk full | 9 | 0 | 2 | 0 |")
        .contains("In all 49 faults, of them 40 kills; 40 survived.");
  }
}
