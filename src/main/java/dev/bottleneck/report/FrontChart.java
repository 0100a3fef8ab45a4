package dev.bottleneck.report;

import java.awt.geom.Path2D;
import java.util.Arrays;

/**
 * Two quantities against each other: a dot each thing, and a staircase along those that no other
 * beats in both.
 */
public final class FrontChart {
  private static final double WIDTH = 800;
  private static final double HEIGHT = 420;
  private static final double TOP = 34;

  private FrontChart() {}

  /**
   * Draws it.
   *
   * @param all x and y of each thing, at least one, all finite
   * @param front those of the front, the best x first
   * @param lowerIsBetter of x and of y
   */
  public static Drawing draw(
      String xName, String yName, double[][] all, double[][] front, boolean[] lowerIsBetter) {
    double bottom = HEIGHT - 52;
    Axis y = Scale.numbers(yName).axis(column(all, 1), bottom, TOP);
    double ticks =
        y.ticks(6).stream()
            .mapToDouble(tick -> Canvas.textWidth(tick.label(), ChartTheme.small()))
            .max()
            .orElse(0);
    Axis x = Scale.numbers(xName).axis(column(all, 0), 34 + ticks, WIDTH - 10);
    Canvas canvas = new Canvas(WIDTH, HEIGHT);
    for (Axis.Tick tick : y.ticks(6)) {
      double at = y.at(tick.value());
      canvas.line(x.from(), at, x.to(), at, 1, ChartTheme.GRID);
      canvas.note(tick.label(), x.from() - 8, at + 4, Canvas.Anchor.END);
    }
    for (Axis.Tick tick : x.ticks(8)) {
      canvas.note(tick.label(), x.at(tick.value()), bottom + 18, Canvas.Anchor.MIDDLE);
    }
    canvas.label(xName, (x.from() + x.to()) / 2, bottom + 40, Canvas.Anchor.MIDDLE);
    canvas.textUpwards(yName, 14, (y.from() + y.to()) / 2, ChartTheme.label(), ChartTheme.INK);
    for (double[] point : all) {
      canvas.dot(x.at(point[0]), y.at(point[1]), 3.4, ChartTheme.faint(ChartTheme.series(0), 0.55));
    }
    canvas.stroke(staircase(x, y, front, lowerIsBetter), 2.2, ChartTheme.series(1));
    for (double[] point : front) {
      canvas.dot(x.at(point[0]), y.at(point[1]), 4.2, ChartTheme.series(1));
    }
    legend(canvas, x.from());
    return canvas.drawing();
  }

  private static double[] column(double[][] points, int which) {
    return Arrays.stream(points).mapToDouble(point -> point[which]).toArray();
  }

  /** From the worse end of y over each step to the worse end of x. */
  private static Path2D staircase(Axis x, Axis y, double[][] front, boolean[] lowerIsBetter) {
    Path2D.Double path = new Path2D.Double();
    path.moveTo(x.at(front[0][0]), lowerIsBetter[1] ? y.to() : y.from());
    for (double[] point : front) {
      path.lineTo(x.at(point[0]), path.getCurrentPoint().getY());
      path.lineTo(x.at(point[0]), y.at(point[1]));
    }
    path.lineTo(lowerIsBetter[0] ? x.to() : x.from(), path.getCurrentPoint().getY());
    return path;
  }

  private static void legend(Canvas canvas, double left) {
    canvas.dot(left + 5, 12, 3.4, ChartTheme.faint(ChartTheme.series(0), 0.55));
    canvas.note("a trial", left + 14, 16, Canvas.Anchor.START);
    canvas.line(left + 76, 12, left + 96, 12, 2.2, ChartTheme.series(1));
    canvas.note("the front", left + 102, 16, Canvas.Anchor.START);
  }
}
