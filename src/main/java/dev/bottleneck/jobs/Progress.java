package dev.bottleneck.jobs;

import java.io.PrintWriter;
import java.io.Writer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How far jobs are: a bar with the time left on a terminal, a line a job elsewhere; called from any
 * worker.
 */
public interface Progress extends AutoCloseable {
  /** To be written to where nobody listens: nothing is drawn on the terminal either. */
  PrintWriter NOBODY = new PrintWriter(Writer.nullWriter());

  /** There is so much to be done in all. */
  void begin(long amount);

  /** One more part is done. */
  void step();

  /** There is so much less to be done, as a job ended early or was done before. */
  void skip(long amount);

  /** So much is done by now, by whomever. */
  void at(long done);

  /**
   * One more job ended.
   *
   * @param line all that there is to say
   * @param shortly what stands behind a bar
   */
  void ended(String line, String shortly);

  /** Something a person should know all the same. */
  void tell(String line);

  @Override
  void close();

  /**
   * A bar if a person watches, else lines.
   *
   * @param task what is done, before the bar
   * @param unit of what is counted, such as " batches"
   */
  static Progress choose(PrintWriter out, String task, String unit) {
    return System.console() != null && out != NOBODY ? new Bar(task, unit, out) : new Lines(out);
  }

  /** For a terminal. */
  final class Bar implements Progress {
    /** To the line's begin, and away with what stands there: ECMA-48. */
    private static final String CLEAR = "\r\033[K";

    private final ProgressBar bar;
    private final PrintWriter out;

    Bar(String task, String unit, PrintWriter out) {
      this(
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(-1)
              .setStyle(ProgressBarStyle.UNICODE_BLOCK)
              .setUnit(unit, 1)
              .setUpdateIntervalMillis(250)
              .build(),
          out);
    }

    Bar(ProgressBar bar, PrintWriter out) {
      this.bar = bar;
      this.out = out;
    }

    @Override
    public void begin(long amount) {
      bar.maxHint(amount);
    }

    @Override
    public void step() {
      bar.step();
    }

    /** The whole gets smaller: a jump ahead would spoil the estimate of the time left. */
    @Override
    public synchronized void skip(long amount) {
      bar.maxHint(bar.getMax() - amount);
    }

    @Override
    public void at(long done) {
      bar.stepTo(done);
    }

    @Override
    public void ended(String line, String shortly) {
      bar.setExtraMessage(" " + shortly);
    }

    /** Above the bar, which is drawn anew. */
    @Override
    public void tell(String line) {
      out.print(CLEAR + line + System.lineSeparator());
      out.flush();
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /** For a pipe or a log. */
  final class Lines implements Progress {
    private final PrintWriter out;

    Lines(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void begin(long amount) {}

    @Override
    public void step() {}

    @Override
    public void skip(long amount) {}

    @Override
    public void at(long done) {}

    @Override
    public void ended(String line, String shortly) {
      tell(line);
    }

    @Override
    public void tell(String line) {
      out.println(line);
      out.flush();
    }

    @Override
    public void close() {}
  }
}
