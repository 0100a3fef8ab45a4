package dev.bottleneck.faults;

import dev.bottleneck.device.Machine;
import dev.bottleneck.report.MarkdownTable;
import dev.bottleneck.report.Table;
import dev.bottleneck.runtime.Build;
import dev.bottleneck.runtime.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page that says what came of a campaign. */
record CampaignPage(long seed, double share, double minutes) {
  private static final String TEXT =
      """
      # Faults

      Whole commands are broken into, each in processes of its own: killed (SIGKILL) at random moments and while files are
      written, short of disk, memory or file handles, beside others, on a clock that jumps, with nobody who listens. A fault is
      survived if, after it, no file under its own name is half-written, nothing but one sentence was said, the next command goes
      on, no work that had ended is done again, and metrics, summary and models (of a sweep: trials and best settings; of a
      reproduction: rows) end with the same bits as those of a command that nothing happened to. Lost: work that had ended
      and was done again or is gone. Left behind: files written aside that were still there when the last command had ended.

      - Command: `./mvnw -Pfaults verify -Dfaults.seed=%d -Dfaults.share=%s`, %s, commit %s; %.0f minutes
      - Machine: %s, %s cores, %s; Java %s

      %s
      In all %,d faults, of them %,d kills; %,d survived.
      """;

  void write(Path page, List<Campaign.Tally> tallies) throws IOException {
    WholeFile.write(page, text(tallies));
  }

  String text(List<Campaign.Tally> tallies) {
    Table.Builder table =
        Table.titled("Faults")
            .text("fault")
            .number("injected")
            .number("survived")
            .number("lost")
            .number("left behind");
    int injected = 0;
    int kills = 0;
    int survived = 0;
    for (Campaign.Tally tally : tallies) {
      Outcome outcome = tally.outcome();
      injected += outcome.injected();
      survived += outcome.survived();
      kills += tally.fault().startsWith("kill: ") ? outcome.injected() : 0;
      table.row(
          tally.fault(),
          outcome.injected() == 0 ? "not on this machine" : "" + outcome.injected(),
          "" + outcome.survived(),
          "" + outcome.lost(),
          "" + outcome.leftBehind().size());
    }
    Map<String, Object> machine = Machine.describe();
    return String.format(
        Locale.ROOT,
        TEXT,
        seed,
        share,
        LocalDate.now(ZoneOffset.UTC),
        Build.commit(),
        minutes,
        machine.get("cpu"),
        machine.get("cores"),
        machine.get("os"),
        machine.get("java"),
        MarkdownTable.render(table.build()),
        injected,
        kills,
        survived);
  }
}
