package dev.bottleneck.report;

import java.awt.geom.Path2D;
import java.util.List;
import java.util.Map;

/**
 * A quantity over a search: a dot a trial, and a line for the best so far. Values far on the worse
 * side are drawn at the edge.
 */
public final class HistoryChart implements Chart {
  private static final double WIDTH = 800;
  private static final double HEIGHT = 340;

  private final String yName;
  private final double[] numbers;
  private final double[] values;
  private final boolean lowerIsBetter;
  private final List<String> settings;

  /**
   * What a search found.
   *
   * @param numbers of the trials, ascending
   * @param values one finite value a trial, at least one
   * @param settings of the trials, in words, for a reader who asks
   */
  public HistoryChart(
      String yName,
      double[] numbers,
      double[] values,
      boolean lowerIsBetter,
      List<String> settings) {
    this.yName = yName;
    this.numbers = numbers.clone();
    this.values = values.clone();
    this.lowerIsBetter = lowerIsBetter;
    this.settings = List.copyOf(settings);
  }

  @Override
  public String kind() {
    return "history";
  }

  @Override
  public Map<String, Object> data() {
    return Map.of(
        "y", yName,
        "numbers", numbers,
        "values", values,
        "shown", Grade.within(values, lowerIsBetter),
        "lowerIsBetter", lowerIsBetter,
        "settings", settings);
  }

  @Override
  public Drawing draw() {
    double[] shown = Grade.within(values, lowerIsBetter);
    double bottom = HEIGHT - 52;
    Scale scale = Scale.numbers(yName);
    Axis y = scale.axis(shown, bottom, 34);
    double ticks =
        y.ticks(6).stream()
            .mapToDouble(tick -> Canvas.textWidth(tick.label(), ChartTheme.small()))
            .max()
            .orElse(0);
    Axis x = Scale.numbers("trial").axis(numbers, 34 + ticks, WIDTH - 10);
    Canvas canvas = new Canvas(WIDTH, HEIGHT);
    for (Axis.Tick tick : y.ticks(6)) {
      double at = y.at(tick.value());
      canvas.line(x.from(), at, x.to(), at, 1, ChartTheme.GRID);
      canvas.note(tick.label(), x.from() - 8, at + 4, Canvas.Anchor.END);
    }
    for (Axis.Tick tick : x.wholeTicks(10)) {
      canvas.note(tick.label(), x.at(tick.value()), bottom + 18, Canvas.Anchor.MIDDLE);
    }
    canvas.label("trial", (x.from() + x.to()) / 2, bottom + 40, Canvas.Anchor.MIDDLE);
    canvas.textUpwards(yName, 14, (y.from() + y.to()) / 2, ChartTheme.label(), ChartTheme.INK);
    for (int i = 0; i < shown.length; i++) {
      canvas.dot(
          x.at(numbers[i]), y.at(shown[i]), 3.4, ChartTheme.faint(ChartTheme.series(0), 0.55));
    }
    canvas.stroke(bestSoFar(x, y, numbers, shown, lowerIsBetter), 2.2, ChartTheme.series(1));
    legend(canvas, x.from());
    return canvas.drawing();
  }

  private static Path2D bestSoFar(
      Axis x, Axis y, double[] numbers, double[] values, boolean lowerIsBetter) {
    Path2D.Double path = new Path2D.Double();
    double best = values[0];
    path.moveTo(x.at(numbers[0]), y.at(best));
    for (int i = 1; i < values.length; i++) {
      path.lineTo(x.at(numbers[i]), y.at(best));
      best = lowerIsBetter ? Math.min(best, values[i]) : Math.max(best, values[i]);
      path.lineTo(x.at(numbers[i]), y.at(best));
    }
    path.lineTo(x.to(), y.at(best));
    return path;
  }

  private static void legend(Canvas canvas, double left) {
    canvas.dot(left + 5, 12, 3.4, ChartTheme.faint(ChartTheme.series(0), 0.55));
    canvas.note("a trial", left + 14, 16, Canvas.Anchor.START);
    canvas.line(left + 76, 12, left + 96, 12, 2.2, ChartTheme.series(1));
    canvas.note("the best so far", left + 102, 16, Canvas.Anchor.START);
  }
}
