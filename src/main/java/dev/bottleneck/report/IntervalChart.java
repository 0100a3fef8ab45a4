package dev.bottleneck.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * One row per arm: the mean with its 95 % interval, the single seeds as dots below, published
 * numbers as hollow marks, and the numbers themselves at the right.
 */
public final class IntervalChart {
  private static final double WIDTH = 800;
  private static final double ROW = 52;
  private static final double LABELS = 200;
  private static final String NUMBERS = "mean (95 % interval)";
  private static final double BOTTOM = 52;
  private static final double LEGEND = 620;
  private static final double LEGEND_LINE = 20;

  private record Arm(String name, double mean, double lower, double upper, double[] seeds) {}

  private record Reference(String label, String arm, double value) {}

  private final String title;
  private final String axisName;
  private final int decimals;
  private final List<Arm> arms = new ArrayList<>();
  private final List<Reference> references = new ArrayList<>();

  private IntervalChart(String title, String axisName, int decimals) {
    this.title = title;
    this.axisName = axisName;
    this.decimals = decimals;
  }

  /**
   * Starts a chart.
   *
   * @param axisName the quantity and its unit
   * @param decimals of the numbers written at the right
   */
  public static IntervalChart titled(String title, String axisName, int decimals) {
    return new IntervalChart(title, axisName, decimals);
  }

  /** Adds an arm; an interval of NaN (one seed) is left out. */
  public IntervalChart arm(String name, double mean, double lower, double upper, double... seeds) {
    arms.add(new Arm(name, mean, lower, upper, seeds.clone()));
    return this;
  }

  /** Marks a number from elsewhere in the row of an arm; equal labels share a mark. */
  public IntervalChart reference(String label, String arm, double value) {
    if (arms.stream().noneMatch(a -> a.name.equals(arm))) {
      throw new IllegalArgumentException("no arm is named '" + arm + "'");
    }
    references.add(new Reference(label, arm, value));
    return this;
  }

  /** Draws the chart. */
  public BufferedImage draw() {
    if (arms.isEmpty()) {
      throw new IllegalArgumentException("there is no arm to draw");
    }
    double[] values =
        DoubleStream.concat(
                arms.stream().flatMapToDouble(IntervalChart::values),
                references.stream().mapToDouble(Reference::value))
            .filter(Double::isFinite)
            .toArray();
    double gutter = gutter();
    double firstLine = title.isEmpty() ? 18 : 44;
    // Drawn once on scrap, for its height.
    double top = legend(new Canvas(1, 1), firstLine) + 26;
    double bottom = top + ROW * arms.size();
    Axis axis =
        Axis.around(
            DoubleStream.of(values).min().orElse(Double.NaN),
            DoubleStream.of(values).max().orElse(Double.NaN),
            false,
            gutter,
            WIDTH - numbersWidth() - 30);
    Canvas canvas = new Canvas(WIDTH, bottom + BOTTOM);
    canvas.text(title, 0, 18, ChartTheme.title(), ChartTheme.INK, Canvas.Anchor.START);
    legend(canvas, firstLine);
    canvas.note(NUMBERS, WIDTH - 10, top - 26, Canvas.Anchor.END);
    drawAxis(canvas, axis, top, bottom);
    for (int i = 0; i < arms.size(); i++) {
      drawArm(canvas, axis, arms.get(i), top + ROW * (i + 0.5), ChartTheme.series(i));
    }
    return canvas.image();
  }

  private static DoubleStream values(Arm arm) {
    return DoubleStream.concat(
        DoubleStream.of(arm.mean, arm.lower, arm.upper), DoubleStream.of(arm.seeds));
  }

  private double gutter() {
    return 20
        + arms.stream()
            .flatMap(arm -> Canvas.wrap(arm.name, LABELS, ChartTheme.label()).stream())
            .mapToDouble(line -> Canvas.textWidth(line, ChartTheme.label()))
            .max()
            .orElse(0);
  }

  private double numbersWidth() {
    double widest = Canvas.textWidth(NUMBERS, ChartTheme.small());
    for (Arm arm : arms) {
      double number = Canvas.textWidth(Numbers.fixed(arm.mean, decimals), ChartTheme.label());
      widest = Math.max(widest, number + Canvas.textWidth(range(arm), ChartTheme.small()));
    }
    return widest;
  }

  private String range(Arm arm) {
    return Double.isFinite(arm.lower) && Double.isFinite(arm.upper)
        ? " (%s to %s)"
            .formatted(Numbers.fixed(arm.lower, decimals), Numbers.fixed(arm.upper, decimals))
        : "";
  }

  private void drawAxis(Canvas canvas, Axis axis, double top, double bottom) {
    for (int i = 0; i < arms.size(); i += 2) {
      canvas.rectangle(0, top + ROW * i, WIDTH, ROW, ChartTheme.BAND);
    }
    for (Axis.Tick tick : axis.ticks(7)) {
      double x = axis.at(tick.value());
      canvas.line(x, top, x, bottom, 1, ChartTheme.GRID);
      canvas.note(tick.label(), x, bottom + 18, Canvas.Anchor.MIDDLE);
    }
    canvas.line(axis.from(), bottom, axis.to(), bottom, 1, ChartTheme.AXIS);
    canvas.label(axisName, (axis.from() + axis.to()) / 2, bottom + 40, Canvas.Anchor.MIDDLE);
  }

  private void drawArm(Canvas canvas, Axis axis, Arm arm, double middle, Color color) {
    List<String> lines = Canvas.wrap(arm.name, LABELS, ChartTheme.label());
    for (int i = 0; i < lines.size(); i++) {
      double baseline = middle + 4.5 + 16 * (i - (lines.size() - 1) / 2.0);
      canvas.label(lines.get(i), 10, baseline, Canvas.Anchor.START);
    }
    double y = middle - 7;
    for (double seed : arm.seeds) {
      if (Double.isFinite(seed)) {
        canvas.dot(axis.at(seed), middle + 11, 3.2, ChartTheme.faint(color, 0.45));
      }
    }
    if (Double.isFinite(arm.lower) && Double.isFinite(arm.upper)) {
      canvas.line(axis.at(arm.lower), y, axis.at(arm.upper), y, 2.4, color);
    }
    if (Double.isFinite(arm.mean)) {
      canvas.dot(axis.at(arm.mean), y, 5.2, color);
    }
    for (Reference reference : references) {
      if (reference.arm.equals(arm.name) && Double.isFinite(reference.value)) {
        int kind = marks().get(reference.label);
        canvas.mark(kind, axis.at(reference.value), y, 6, ChartTheme.INK);
      }
    }
    numbers(canvas, arm, middle);
  }

  private void numbers(Canvas canvas, Arm arm, double middle) {
    String text = Numbers.fixed(arm.mean, decimals);
    String range = range(arm);
    double end = WIDTH - 10;
    canvas.note(range, end, middle + 4.5, Canvas.Anchor.END);
    canvas.label(
        text, end - Canvas.textWidth(range, ChartTheme.small()), middle + 4.5, Canvas.Anchor.END);
  }

  /** The number of each reference label's mark. */
  private Map<String, Integer> marks() {
    Map<String, Integer> marks = new LinkedHashMap<>();
    references.forEach(r -> marks.putIfAbsent(r.label, marks.size()));
    return marks;
  }

  /** Draws the legend, and returns the baseline of its last line. */
  private double legend(Canvas canvas, double first) {
    double baseline = first;
    canvas.line(4, baseline - 4, 24, baseline - 4, 2.2, ChartTheme.MUTED);
    canvas.dot(14, baseline - 4, 4.4, ChartTheme.MUTED);
    double x = entry(canvas, "mean, 95 % interval", 30, baseline);
    canvas.dot(x + 4, baseline - 4, 3.2, ChartTheme.faint(ChartTheme.MUTED, 0.5));
    x = entry(canvas, "one seed", x + 13, baseline);
    for (Map.Entry<String, Integer> mark : marks().entrySet()) {
      String label = Canvas.fit(mark.getKey(), LEGEND, ChartTheme.small());
      if (x + 16 + Canvas.textWidth(label, ChartTheme.small()) > LEGEND) {
        x = 4;
        baseline += LEGEND_LINE;
      }
      canvas.mark(mark.getValue(), x + 5, baseline - 4, 5.4, ChartTheme.INK);
      x = entry(canvas, label, x + 16, baseline);
    }
    return baseline;
  }

  private static double entry(Canvas canvas, String text, double x, double baseline) {
    canvas.note(text, x, baseline, Canvas.Anchor.START);
    return x + Canvas.textWidth(text, ChartTheme.small()) + 18;
  }
}
