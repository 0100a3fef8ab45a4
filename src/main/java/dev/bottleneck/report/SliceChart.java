package dev.bottleneck.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A quantity against each of several variables, a panel each: every dot is one trial, the better
 * the stronger its colour, the best in a colour of its own. Values far on the worse side are drawn
 * at the edge.
 */
public final class SliceChart {
  private static final double WIDTH = 800;
  private static final double PANEL_HEIGHT = 170;
  private static final double STEP = PANEL_HEIGHT + 62;
  private static final double GAP = 22;
  private static final int COLUMNS = 3;

  private record Panel(Scale scale, double[] x) {}

  private final Scale yScale;
  private final double[] y;
  private final int[] order;
  private final List<Panel> panels = new ArrayList<>();

  private SliceChart(Scale yScale, double[] y, boolean lowerIsBetter) {
    this.yScale = yScale;
    this.y = Grade.within(y, lowerIsBetter);
    this.order = Grade.worstFirst(y, lowerIsBetter);
  }

  /**
   * Starts a chart.
   *
   * @param y one finite value a trial, at least one
   */
  public static SliceChart of(Scale yScale, double[] y, boolean lowerIsBetter) {
    return new SliceChart(yScale, y, lowerIsBetter);
  }

  /** Adds a variable; NaN where a trial does not have it. */
  public SliceChart panel(Scale scale, double... x) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "'%s' has %d values for %d trials".formatted(scale.name(), x.length, y.length));
    }
    panels.add(new Panel(scale, x.clone()));
    return this;
  }

  /** Draws the chart. */
  public Drawing draw() {
    int rows = (panels.size() + COLUMNS - 1) / COLUMNS;
    Canvas canvas = new Canvas(WIDTH, rows * STEP + 8);
    double left = yScale.axis(y, 1, 0).labelWidth(4) + 32;
    double width = (WIDTH - 8 - left - (COLUMNS - 1) * GAP) / COLUMNS;
    for (int i = 0; i < panels.size(); i++) {
      double from = left + i % COLUMNS * (width + GAP);
      double top = i / COLUMNS * STEP + 8;
      Axis up = yScale.axis(y, top + PANEL_HEIGHT, top);
      drawPanel(canvas, panels.get(i), from, from + width, up, i % COLUMNS == 0);
    }
    return canvas.drawing();
  }

  private void drawPanel(
      Canvas canvas, Panel panel, double from, double to, Axis up, boolean first) {
    Axis across = panel.scale.axis(panel.x, from, to);
    for (Axis.Tick tick : up.ticks(4)) {
      double at = up.at(tick.value());
      canvas.line(from, at, to, at, 1, ChartTheme.GRID);
      if (first) {
        canvas.note(tick.label(), from - 8, at + 4, Canvas.Anchor.END);
      }
    }
    if (first) {
      canvas.textUpwards(
          yScale.name(), 12, (up.from() + up.to()) / 2, ChartTheme.small(), ChartTheme.MUTED);
    }
    drawTicks(canvas, panel.scale, across, up.from());
    canvas.line(from, up.from(), to, up.from(), 1, ChartTheme.AXIS);
    canvas.label(
        Canvas.fit(panel.scale.name(), to - from, ChartTheme.label()),
        (from + to) / 2,
        up.from() + 38,
        Canvas.Anchor.MIDDLE);
    for (int place = 0; place < order.length; place++) {
      double x = panel.x[order[place]];
      if (Double.isFinite(x)) {
        canvas.dot(across.at(x), up.at(y[order[place]]), 3.6, Grade.color(place, order.length));
      }
    }
  }

  private static void drawTicks(Canvas canvas, Scale scale, Axis across, double bottom) {
    double free = Double.NEGATIVE_INFINITY;
    List<Axis.Tick> ticks = scale.ticks(across, 4);
    double room = Math.abs(across.to() - across.from()) / Math.max(1, ticks.size()) - 4;
    for (Axis.Tick tick : ticks) {
      String label =
          scale.categories().isEmpty()
              ? tick.label()
              : Canvas.fit(tick.label(), room, ChartTheme.small());
      double half = Canvas.textWidth(label, ChartTheme.small()) / 2;
      double at = across.at(tick.value());
      if (at - half > free) {
        canvas.note(label, at, bottom + 17, Canvas.Anchor.MIDDLE);
        free = at + half + 5;
      }
    }
  }
}
