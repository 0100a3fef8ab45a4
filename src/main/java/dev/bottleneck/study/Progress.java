package dev.bottleneck.study;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.study.result.FinishedJob;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far a study is: a bar with the time left on a terminal, a line a finished job elsewhere. */
interface Progress extends AutoCloseable {
  /** The jobs make so many mini-batches in all. */
  void begin(long steps);

  /** One more mini-batch; called from any worker. */
  void step();

  /** So many mini-batches fewer, as a job ended early; called from any worker. */
  void skip(long steps);

  /** One more job ended. */
  void finished(FinishedJob job, int done, int jobs);

  @Override
  void close();

  /** A bar if a person watches, else lines. */
  static Progress choose(PrintWriter out, Metric headline) {
    return System.console() != null ? new Bar() : new Lines(out, headline);
  }

  /** For a terminal. */
  final class Bar implements Progress {
    private final ProgressBar bar;

    Bar() {
      this(
          new ProgressBarBuilder()
              .setTaskName("training")
              .setInitialMax(-1)
              .setStyle(ProgressBarStyle.UNICODE_BLOCK)
              .setUnit(" batches", 1)
              .setUpdateIntervalMillis(250)
              .build());
    }

    Bar(ProgressBar bar) {
      this.bar = bar;
    }

    @Override
    public void begin(long steps) {
      bar.maxHint(steps);
    }

    @Override
    public void step() {
      bar.step();
    }

    /** The whole gets smaller: a jump ahead would spoil the estimate of the time left. */
    @Override
    public synchronized void skip(long steps) {
      bar.maxHint(bar.getMax() - steps);
    }

    @Override
    public void finished(FinishedJob job, int done, int jobs) {
      bar.setExtraMessage(" %d of %d jobs".formatted(done, jobs));
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /** For a pipe or a log. */
  final class Lines implements Progress {
    private final PrintWriter out;
    private final Metric headline;

    Lines(PrintWriter out, Metric headline) {
      this.out = out;
      this.headline = headline;
    }

    @Override
    public void begin(long steps) {}

    @Override
    public void step() {}

    @Override
    public void skip(long steps) {}

    @Override
    public void finished(FinishedJob job, int done, int jobs) {
      String result =
          job.result()
              .map(r -> headline.name() + " " + headline.value(r.measures().get(headline.key())))
              .orElseGet(() -> "failed: " + job.failure().orElseThrow());
      out.printf(
          Locale.ROOT,
          "[%d/%d] %s, seed %d: %s (%.1f s)%n",
          done,
          jobs,
          job.arm().title(),
          job.seed(),
          result,
          job.time().seconds());
    }

    @Override
    public void close() {}
  }
}
