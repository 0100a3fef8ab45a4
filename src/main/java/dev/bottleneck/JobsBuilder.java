package dev.bottleneck;

import static dev.bottleneck.BottleneckException.orTold;

import dev.bottleneck.jobs.JobOptions;
import dev.bottleneck.jobs.Progress;
import dev.bottleneck.live.LiveOptions;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What runs and sweeps are asked for alike. */
public abstract sealed class JobsBuilder<B extends JobsBuilder<B>>
    permits StudyBuilder, SweepBuilder {
  private JobOptions jobs = JobOptions.defaults();
  private PrintWriter out = Progress.NOBODY;

  JobsBuilder() {}

  abstract B self();

  JobOptions jobs() {
    return jobs;
  }

  PrintWriter out() {
    return out;
  }

  private B job(UnaryOperator<JobOptions> change) {
    jobs = orTold(() -> change.apply(jobs));
    return self();
  }

  /** Where data sets are looked for first; otherwise where BOTTLENECK_DATA says. */
  public B dataDir(Path folder) {
    return job(its -> its.withDataDir(folder));
  }

  /** How often, at the most, a training under way is written down; zero for never. */
  public B checkpointEvery(Duration time) {
    return job(its -> its.withCheckpointEvery(time));
  }

  /** How long this process may be silent before those of other containers take its jobs. */
  public B deadAfter(Duration time) {
    return job(its -> its.withDeadAfter(time));
  }

  /**
   * Has what is found be shown, while it is found, on a page that this machine alone can open;
   * {@code opened} hears of its address, which nobody can guess.
   */
  public B live(Consumer<URI> opened) {
    return live(0, opened);
  }

  /**
   * The same on a port of one's choice.
   *
   * @param port 0 for any that is free
   */
  public B live(int port, Consumer<URI> opened) {
    return job(its -> its.withLive(new LiveOptions(port, opened)));
  }

  /** Has all that the command line prints go to {@code stream}; otherwise nothing is printed. */
  public B printTo(PrintStream stream) {
    out = new PrintWriter(stream, true);
    return self();
  }
}
