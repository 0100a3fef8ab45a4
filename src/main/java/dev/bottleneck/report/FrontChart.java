package dev.bottleneck.report;

import java.awt.geom.Path2D;

/**
 * Two quantities against each other: a dot each thing, and a staircase along those that no other
 * beats in both.
 */
public final class FrontChart {
  private static final double HEIGHT = 420;

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
    TrialFrame frame = TrialFrame.draw(HEIGHT, xName, yName, all, x -> x.ticks(8));
    frame.best(staircase(frame.x(), frame.y(), front, lowerIsBetter));
    for (double[] point : front) {
      frame.canvas().dot(frame.x().at(point[0]), frame.y().at(point[1]), 4.2, ChartTheme.series(1));
    }
    return frame.drawing("the front");
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
}
