package dev.bottleneck;

import static dev.bottleneck.Bottleneck.computed;
import static dev.bottleneck.BottleneckException.orTold;

import dev.bottleneck.jobs.Progress;
import dev.bottleneck.runtime.Durations;
import dev.bottleneck.sweep.SweepOptions;
import dev.bottleneck.sweep.SweepOptions.Entry;
import dev.bottleneck.sweep.SweepRun;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A sweep as it is to be. Every method changes the builder and returns it; what cannot be right is
 * told as a {@link BottleneckException}.
 */
public final class SweepBuilder {
  private final String nameOrFile;
  private SweepOptions options = SweepOptions.defaults();
  private PrintWriter out = Progress.NOBODY;

  SweepBuilder(String nameOrFile) {
    this.nameOrFile = nameOrFile;
  }

  SweepOptions options() {
    return options;
  }

  private SweepBuilder option(UnaryOperator<SweepOptions> change) {
    options = orTold(() -> change.apply(options));
    return this;
  }

  /** Sets a key of the experiment that is not searched; {@code value} as in a run. */
  public SweepBuilder set(String key, Object value) {
    return set(orTold(() -> Text.assignment(key, value)));
  }

  /** The same as {@code --set} takes it: {@code key=value}, the value as YAML. */
  public SweepBuilder set(String assignment) {
    List<String> more = new ArrayList<>(options.assignments());
    more.add(assignment);
    return option(its -> its.withAssignments(more));
  }

  /** How many settings are tried in all; otherwise the file's budget. */
  public SweepBuilder trials(int count) {
    return option(its -> its.withTrials(count));
  }

  /** Trials trained side by side; otherwise as many as there are cores, or GPUs with CUDA. */
  public SweepBuilder workers(int count) {
    return option(its -> its.withWorkers(count));
  }

  /** Where the sweep's folder lies; otherwise {@code results/sweeps}. */
  public SweepBuilder out(Path folder) {
    return option(its -> its.withOut(folder));
  }

  /** Where data sets are looked for first; otherwise where BOTTLENECK_DATA says. */
  public SweepBuilder dataDir(Path folder) {
    return option(its -> its.withData(its.data().withDataDir(folder)));
  }

  /** How often, at the most, a training under way is written down; zero for never. */
  public SweepBuilder checkpointEvery(Duration time) {
    return option(its -> its.withCheckpointSeconds(Durations.seconds(time)));
  }

  /** How long this process may be silent before those of other containers take its trials. */
  public SweepBuilder deadAfter(Duration time) {
    return option(its -> its.withDeadAfter(time));
  }

  /** Goes on with a sweep that was stopped. */
  public SweepBuilder resume() {
    return option(its -> its.entering(Entry.RESUME, its.retryFailed()));
  }

  /** Works on the sweep together with other processes of this machine; the first begins it. */
  public SweepBuilder join() {
    return option(its -> its.entering(Entry.JOIN, its.retryFailed()));
  }

  /** Tries failed trials again; after {@link #resume} or {@link #join}. */
  public SweepBuilder retryFailed() {
    return option(its -> its.entering(its.entry(), true));
  }

  /** Has all that the command line prints go to {@code stream}; otherwise nothing is printed. */
  public SweepBuilder printTo(PrintStream stream) {
    out = new PrintWriter(stream, true);
    return this;
  }

  /**
   * Searches until the budget is spent, and measures the winner on test data.
   *
   * @throws BottleneckException if it cannot begin, was stopped, or something of it has no result;
   *     what had ended is in the folder
   */
  public Sweep run() {
    return computed(
        () -> {
          SweepRun run = new SweepRun(nameOrFile, options, out);
          run.run();
          return Sweep.of(run.folder());
        });
  }
}
