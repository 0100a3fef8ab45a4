package dev.bottleneck.live;

import dev.bottleneck.report.Figure;
import dev.bottleneck.report.HtmlReport;
import dev.bottleneck.report.LearningCurves;
import dev.bottleneck.report.ParallelCoordinates;
import dev.bottleneck.report.Scale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Work that comes on by as many epochs as it is told. */
final class FakePage implements LivePage {
  private volatile int epochs;
  private volatile boolean broken;

  /** Has the page fail to be made, or be made again. */
  void broken(boolean now) {
    broken = now;
  }

  void epochs(int done) {
    epochs = done;
  }

  @Override
  public long version() {
    return epochs;
  }

  @Override
  public HtmlReport page() {
    if (broken) {
      throw new IllegalStateException("the page is broken");
    }
    int done = epochs;
    HtmlReport.Builder page =
        HtmlReport.titled("Work <under> way")
            .fact("Folder", "/a/run")
            .lead(done + " epochs are done.", HtmlReport.Tone.NEUTRAL)
            .section("Learning curves");
    if (done == 0) {
      return page.paragraph("Nothing yet.").build();
    }
    page.figure(Figure.unfinished("first", "Loss.", "Loss", () -> curves(done)));
    if (done > 2) {
      page.section("More")
          .figure(Figure.unfinished("second", "Loss.", "Loss", () -> curves(done - 2)))
          .figure(Figure.unfinished("arms", "Loss.", "Loss", () -> arms(done)))
          .figure(Figure.unfinished("trials", "Trials.", "Trials", () -> trials(done)));
    }
    return page.build();
  }

  private static LearningCurves arms(int epochs) {
    double[] x = IntStream.rangeClosed(1, epochs).asDoubleStream().toArray();
    return LearningCurves.titled("", "epoch", "training loss")
        .arm("one", 0, x, x)
        .arm("other", 1, x, DoubleStream.of(x).map(epoch -> 2 * epoch).toArray());
  }

  /** The loss of trial n is n. */
  private static ParallelCoordinates trials(int count) {
    double[] numbers = IntStream.rangeClosed(1, count).asDoubleStream().toArray();
    return new ParallelCoordinates(true)
        .axis(Scale.numbers("code"), numbers)
        .axis(Scale.numbers("loss"), numbers);
  }

  static LearningCurves curves(int epochs) {
    double[] x = IntStream.rangeClosed(1, epochs).asDoubleStream().toArray();
    double[] loss = DoubleStream.of(x).map(epoch -> 1 / epoch).toArray();
    return LearningCurves.titled("", "epoch", "training loss").arm("only", 0, x, loss);
  }
}
