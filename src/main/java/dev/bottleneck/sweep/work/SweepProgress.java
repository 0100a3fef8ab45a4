package dev.bottleneck.sweep.work;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.sweep.definition.Sweep;
import dev.bottleneck.sweep.report.FinalRuns;
import dev.bottleneck.sweep.report.SweepStatus;
import dev.bottleneck.sweep.store.Standing;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import dev.bottleneck.sweep.trial.TrialState;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a person sees of a sweep while it runs: a line a trial, overwritten on a terminal. */
public final class SweepProgress {
  // Control sequences of ECMA-48 and, for wrapping, of the VT100, which terminals follow.
  private static final String BEGIN_OF_LINE = "\r\033[K";
  private static final String NO_WRAPPING = "\033[?7l";
  private static final String WRAPPING = "\033[?7h";

  private final Sweep sweep;
  private final Metric metric;
  private final int workers;
  private final PrintWriter out;
  private final boolean terminal;
  private boolean unfinished;

  public SweepProgress(Sweep sweep, Metric metric, int workers, PrintWriter out) {
    this.sweep = sweep;
    this.metric = metric;
    this.workers = workers;
    this.out = out;
    this.terminal = System.console() != null;
  }

  /**
   * @param spread how many workers there are and on what, in words
   */
  public void begin(String spread) {
    out.println(spread);
    out.flush();
  }

  /** One more trial ended; called from any worker. */
  synchronized void ended(TrialStore store, Trial trial) {
    Trial now = store.trial(trial.stage(), trial.number());
    if (now.is(TrialState.FAILED)) {
      line(String.format(Locale.ROOT, "%s failed: %s", now, now.error().orElse("no message")));
      end();
    }
    if (trial.stage() == Stage.SEARCH) {
      Standing standing = store.standing(sweep.objective());
      line(SweepStatus.line(standing, sweep, metric, workers));
    } else {
      List<Trial> trials = store.trials(Stage.FINAL);
      int done = (int) trials.stream().filter(t -> t.state().ended()).count();
      double left =
          SweepStatus.secondsOfFinals(
              store.standing(sweep.objective()), sweep, workers, trials.size() - done);
      line(
          String.format(
              Locale.ROOT,
              "the best setting on test data: %d of %d seeds%s",
              done,
              trials.size(),
              SweepStatus.left(left)));
    }
  }

  /** What a person does who stopped the sweep and wants the rest. */
  public synchronized void interrupted(TrialStore store) {
    end();
    Standing standing = store.standing(sweep.objective());
    out.println(
        String.format(
            Locale.ROOT,
            "Stopped after %d of %d trials, which are kept: go on with the same command and"
                + " --resume",
            standing.ended(),
            sweep.budget().trials()));
    out.flush();
  }

  /** On a terminal in place of the line before, cut at its edge; else below it. */
  private void line(String text) {
    if (terminal) {
      out.print(BEGIN_OF_LINE + NO_WRAPPING + text + WRAPPING);
      unfinished = true;
    } else {
      out.println(text);
    }
    out.flush();
  }

  private void end() {
    if (unfinished) {
      out.println();
      unfinished = false;
    }
  }

  /** The end of the sweep: the best setting, its test, and where the files lie. */
  public void conclude(TrialStore store, Path folder, String stopped) {
    end();
    if (!stopped.isEmpty()) {
      out.printf(Locale.ROOT, "Stopped: %s%n", stopped);
    }
    Optional<Trial> best = store.standing(sweep.objective()).best();
    out.println(
        best.map(trial -> "Best: " + SweepStatus.best(trial, metric))
            .orElse("No trial completed: there is no best setting."));
    Metric test = sweep.objective().shown(sweep.base().experiment().headline(), "test");
    FinalRuns.sentences(store, test).forEach(out::println);
    out.printf(Locale.ROOT, "Report: %s%n", folder.resolve("report.html"));
    out.flush();
  }
}
