package dev.bottleneck.report;

import java.awt.Color;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Functions of one variable in small panels, several to a panel: a decoder's weight rows over the
 * basis functions they should have found. A wide pale line is what was given, a thin strong one
 * what was found. All panels have the same axes.
 */
public final class FunctionChart {
  private static final double PANEL_HEIGHT = 118;
  private static final double WIDTH = 800;
  private static final double GAP = 26;
  private static final double LEGEND = 24;

  private record Series(String name, boolean given, double[] values) {}

  private record Panel(String name, List<Series> series) {}

  private final String title;
  private final String xName;
  private final double[] x;
  private final int columns;
  private final List<Panel> panels = new ArrayList<>();

  private FunctionChart(String title, String xName, double[] x, int columns) {
    this.title = title;
    this.xName = xName;
    this.x = x.clone();
    this.columns = columns;
  }

  /**
   * Starts a chart.
   *
   * @param x where the functions are known, at least two, ascending
   * @param columns panels in a row, 1 or more
   */
  public static FunctionChart titled(String title, String xName, double[] x, int columns) {
    boolean ascending = x.length > 1 && columns > 0;
    for (int i = 1; i < x.length; i++) {
      ascending &= x[i] > x[i - 1];
    }
    if (!ascending || !DoubleStream.of(x).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("a function chart needs a column and ascending x");
    }
    return new FunctionChart(title, xName, x, columns);
  }

  /** Starts a panel; the functions that follow belong to it. */
  public FunctionChart panel(String name) {
    panels.add(new Panel(name, new ArrayList<>()));
    return this;
  }

  /** Adds a function that was given, the truth: a wide pale line. */
  public FunctionChart given(String name, double... values) {
    return add(name, true, values);
  }

  /** Adds a function that was found: a thin strong line. */
  public FunctionChart found(String name, double... values) {
    return add(name, false, values);
  }

  private FunctionChart add(String name, boolean given, double[] values) {
    if (values.length != x.length) {
      throw new IllegalArgumentException(
          "function '%s' has %d values at %d positions".formatted(name, values.length, x.length));
    }
    if (panels.isEmpty()) {
      panel("");
    }
    panels.get(panels.size() - 1).series.add(new Series(name, given, values.clone()));
    return this;
  }

  /** Draws the chart. Functions of one name have one colour, named once above. */
  public Drawing draw() {
    List<Series> all = panels.stream().flatMap(panel -> panel.series.stream()).toList();
    if (all.isEmpty()) {
      throw new IllegalArgumentException("there is no function to draw");
    }
    Axis range = range(all);
    double top = (title.isEmpty() ? 8 : 32) + LEGEND;
    boolean named = panels.stream().anyMatch(panel -> !panel.name.isEmpty());
    double step = PANEL_HEIGHT + (named ? 36 : 18);
    int rows = (panels.size() + columns - 1) / columns;
    Canvas canvas = new Canvas(WIDTH, top + rows * step + 40);
    canvas.text(title, 0, 18, ChartTheme.title(), ChartTheme.INK, Canvas.Anchor.START);
    drawLegend(canvas, all, top - 10);
    double ticks = range.labelWidth(3) + 10;
    double width = (WIDTH - 8 - ticks - (columns - 1) * GAP) / columns;
    for (int i = 0; i < panels.size(); i++) {
      double left = ticks + i % columns * (width + GAP);
      double bottom = top + (i / columns + 1) * step - 18;
      Axis across = new Axis(x[0], x[x.length - 1], false, left, left + width);
      Axis up = new Axis(range.min(), range.max(), false, bottom, bottom - PANEL_HEIGHT);
      drawPanel(canvas, panels.get(i), across, up, i);
    }
    canvas.label(xName, (ticks + WIDTH - 8) / 2, top + rows * step + 28, Canvas.Anchor.MIDDLE);
    return canvas.drawing();
  }

  /** One for all panels. */
  private static Axis range(List<Series> all) {
    double[] shown =
        all.stream()
            .flatMapToDouble(s -> Arrays.stream(s.values))
            .filter(Double::isFinite)
            .toArray();
    double min = DoubleStream.of(shown).min().orElse(Double.NaN);
    double max = DoubleStream.of(shown).max().orElse(Double.NaN);
    return Axis.around(min, max, false, PANEL_HEIGHT, 0);
  }

  private static List<String> names(List<Series> all) {
    return all.stream().map(Series::name).distinct().toList();
  }

  private Color color(String name) {
    List<Series> all = panels.stream().flatMap(panel -> panel.series.stream()).toList();
    List<String> found = names(all.stream().filter(s -> !s.given).toList());
    List<String> given = names(all.stream().filter(s -> s.given).toList());
    // What was found comes first: blue over vermilion's pale band reads best.
    return found.contains(name)
        ? ChartTheme.series(found.indexOf(name))
        : ChartTheme.faint(ChartTheme.series(found.size() + given.indexOf(name)), 0.38);
  }

  private static double thickness(Series series) {
    return series.given ? 5 : 1.6;
  }

  private void drawLegend(Canvas canvas, List<Series> all, double y) {
    double left = 0;
    for (String name : names(all)) {
      Series one = all.stream().filter(s -> s.name.equals(name)).findFirst().orElseThrow();
      canvas.line(left + 3, y - 4, left + 21, y - 4, thickness(one), color(name));
      canvas.label(name, left + 29, y, Canvas.Anchor.START);
      left += 29 + Canvas.textWidth(name, ChartTheme.label()) + 24;
    }
  }

  private void drawPanel(Canvas canvas, Panel panel, Axis across, Axis up, int number) {
    for (Axis.Tick tick : up.ticks(3)) {
      double at = up.at(tick.value());
      canvas.line(across.from(), at, across.to(), at, 1, ChartTheme.GRID);
      if (number % columns == 0) {
        canvas.note(tick.label(), across.from() - 8, at + 4, Canvas.Anchor.END);
      }
    }
    canvas.text(
        Canvas.fit(panel.name, across.to() - across.from(), ChartTheme.small()),
        across.from(),
        up.to() - 6,
        ChartTheme.small(),
        ChartTheme.INK,
        Canvas.Anchor.START);
    if (number + columns >= panels.size()) {
      for (Axis.Tick tick : across.ticks(4)) {
        canvas.note(tick.label(), across.at(tick.value()), up.from() + 16, Canvas.Anchor.MIDDLE);
      }
    }
    for (boolean given : new boolean[] {true, false}) {
      panel.series.stream()
          .filter(series -> series.given == given)
          .forEach(s -> canvas.stroke(path(s.values, across, up), thickness(s), color(s.name)));
    }
  }

  /** A value that is not finite breaks the line rather than bend it. */
  private Path2D path(double[] values, Axis across, Axis up) {
    Path2D.Double path = new Path2D.Double();
    boolean open = false;
    for (int i = 0; i < values.length; i++) {
      boolean shown = Double.isFinite(values[i]);
      if (shown && open) {
        path.lineTo(across.at(x[i]), up.at(values[i]));
      } else if (shown) {
        path.moveTo(across.at(x[i]), up.at(values[i]));
      }
      open = shown;
    }
    return path;
  }
}
