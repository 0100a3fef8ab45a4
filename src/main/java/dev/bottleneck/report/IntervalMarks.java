package dev.bottleneck.report;

import java.awt.Color;
import java.awt.geom.Path2D;

/** What stands in a row of an {@link IntervalChart}. */
final class IntervalMarks {
  private IntervalMarks() {}

  /** The estimate of kind 0 as a dot on a line, that of kind 1 as a stroke on a bar. */
  static void estimate(
      Canvas canvas, Axis axis, IntervalChart.Estimate e, double y, int kind, Color color) {
    if (Double.isFinite(e.lower()) && Double.isFinite(e.upper())) {
      canvas.line(
          axis.at(e.lower()), y, axis.at(e.upper()), y, kind == 0 ? 2.6 : 6, shade(kind, color));
    }
    if (Double.isFinite(e.value())) {
      mark(canvas, kind, axis.at(e.value()), y, color);
    }
  }

  static Color shade(int kind, Color color) {
    return kind == 0 ? color : ChartTheme.faint(color, 0.35);
  }

  /** A dot for the first estimate, an upright stroke for the second. */
  static void mark(Canvas canvas, int kind, double x, double y, Color color) {
    if (kind == 0) {
      canvas.dot(x, y, 5.2, color);
    } else {
      canvas.line(x, y - 5, x, y + 5, 2.4, color);
    }
  }

  /** A dot a seed; those beyond the axis are counted at its ends. */
  static void seeds(Canvas canvas, Axis axis, double[] seeds, double y, Color color) {
    Color faint = ChartTheme.faint(color, 0.45);
    long below = 0;
    long above = 0;
    for (double seed : seeds) {
      below += seed < axis.min() ? 1 : 0;
      above += seed > axis.max() ? 1 : 0;
      if (seed >= axis.min() && seed <= axis.max()) {
        canvas.dot(axis.at(seed), y, 3.2, faint);
      }
    }
    beyond(canvas, axis.from(), y, -1, below, color);
    beyond(canvas, axis.to(), y, 1, above, color);
  }

  /** A triangle at the end of the axis, and how many seeds lie beyond it. */
  private static void beyond(Canvas canvas, double x, double y, int way, long count, Color color) {
    if (count == 0) {
      return;
    }
    Path2D triangle = new Path2D.Double();
    triangle.moveTo(x + 7 * way, y);
    triangle.lineTo(x - 1 * way, y - 4.5);
    triangle.lineTo(x - 1 * way, y + 4.5);
    triangle.closePath();
    canvas.fill(triangle, color);
    canvas.note(
        Long.toString(count),
        x - 6 * way,
        y + 4,
        way < 0 ? Canvas.Anchor.START : Canvas.Anchor.END);
  }
}
