package dev.bottleneck.report;

import java.awt.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * What charts of single trials have in common: two axes with their names over a grid, a dot a
 * trial, a line along the best of them, and a legend.
 */
record TrialFrame(Canvas canvas, Axis x, Axis y) {
  private static final double WIDTH = 800;

  /**
   * Draws the axes and the trials.
   *
   * @param height of the chart in CSS pixels
   * @param trials x and y of each, at least one
   * @param ticks of x
   */
  static TrialFrame draw(
      double height,
      String xName,
      String yName,
      double[][] trials,
      Function<Axis, List<Axis.Tick>> ticks) {
    double bottom = height - 52;
    Axis y = Scale.numbers(yName).axis(column(trials, 1), bottom, 34);
    Axis x = Scale.numbers(xName).axis(column(trials, 0), 34 + y.labelWidth(6), WIDTH - 10);
    Canvas canvas = new Canvas(WIDTH, height);
    for (Axis.Tick tick : y.ticks(6)) {
      double at = y.at(tick.value());
      canvas.line(x.from(), at, x.to(), at, 1, ChartTheme.GRID);
      canvas.note(tick.label(), x.from() - 8, at + 4, Canvas.Anchor.END);
    }
    for (Axis.Tick tick : ticks.apply(x)) {
      canvas.note(tick.label(), x.at(tick.value()), bottom + 18, Canvas.Anchor.MIDDLE);
    }
    canvas.label(xName, (x.from() + x.to()) / 2, bottom + 40, Canvas.Anchor.MIDDLE);
    canvas.textUpwards(yName, 14, (y.from() + y.to()) / 2, ChartTheme.label(), ChartTheme.INK);
    TrialFrame frame = new TrialFrame(canvas, x, y);
    for (double[] trial : trials) {
      frame.trial(x.at(trial[0]), y.at(trial[1]));
    }
    return frame;
  }

  private static double[] column(double[][] points, int which) {
    return Arrays.stream(points).mapToDouble(point -> point[which]).toArray();
  }

  private void trial(double atX, double atY) {
    canvas.dot(atX, atY, 3.4, ChartTheme.faint(ChartTheme.series(0), 0.55));
  }

  /** Draws the line along the best. */
  void best(Shape line) {
    canvas.stroke(line, 2.2, ChartTheme.series(1));
  }

  /**
   * Ends the chart.
   *
   * @param best what the line along the best is called
   */
  Drawing drawing(String best) {
    trial(x.from() + 5, 12);
    canvas.note("a trial", x.from() + 14, 16, Canvas.Anchor.START);
    canvas.line(x.from() + 76, 12, x.from() + 96, 12, 2.2, ChartTheme.series(1));
    canvas.note(best, x.from() + 102, 16, Canvas.Anchor.START);
    return canvas.drawing();
  }
}
