package dev.bottleneck.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * One row per arm or comparison: an estimate with its interval, perhaps a second one below it, the
 * single seeds as dots at the foot, published numbers as hollow marks on top, and the first
 * estimate in numbers at the right.
 */
public final class IntervalChart {
  private static final double WIDTH = 800;
  private static final double LABELS = 200;
  private static final double BOTTOM = 52;
  private static final double LEGEND = 780;
  private static final double LEGEND_LINE = 20;

  /** Of the seeds' dots, which share of them a limited axis leaves out at either end, at most. */
  private static final double BEYOND = 0.1;

  /** A number with an interval; ends of NaN leave the interval out. */
  public record Estimate(double value, double lower, double upper) {}

  private record Row(String name, List<Estimate> estimates, double[] seeds) {}

  private record Reference(String label, String row, double value) {}

  private final String title;
  private final String axisName;
  private final int decimals;
  private final List<String> kinds;
  private final List<Row> rows = new ArrayList<>();
  private final List<Reference> references = new ArrayList<>();
  private boolean differences;
  private boolean oneKind;

  private IntervalChart(String title, String axisName, int decimals, List<String> kinds) {
    this.title = title;
    this.axisName = axisName;
    this.decimals = decimals;
    this.kinds = kinds;
  }

  /**
   * Starts a chart.
   *
   * @param axisName the quantity and its unit
   * @param decimals of the numbers written at the right
   * @param kinds what the estimates of a row are, one or two: "mean, 95 % interval"
   */
  public static IntervalChart titled(String title, String axisName, int decimals, String... kinds) {
    return new IntervalChart(title, axisName, decimals, List.of(kinds));
  }

  /**
   * Has the chart show differences: a line at zero, and an axis made for the estimates; seeds that
   * lie far beyond them stand at its ends as triangles, with their number.
   */
  public IntervalChart differences() {
    differences = true;
    return this;
  }

  /** Has all rows in one colour: they are of one kind, such as the blocks of a replication. */
  public IntervalChart ofOneKind() {
    oneKind = true;
    return this;
  }

  /** Adds a row with as many estimates as there are kinds. */
  public IntervalChart row(String name, List<Estimate> estimates, double... seeds) {
    if (estimates.size() != kinds.size()) {
      throw new IllegalArgumentException(
          "row '%s' has %d estimates, not %d".formatted(name, estimates.size(), kinds.size()));
    }
    rows.add(new Row(name, List.copyOf(estimates), seeds.clone()));
    return this;
  }

  /** Marks a number from elsewhere in a row; equal labels share a mark. */
  public IntervalChart reference(String label, String row, double value) {
    if (rows.stream().noneMatch(r -> r.name.equals(row))) {
      throw new IllegalArgumentException("no row is named '" + row + "'");
    }
    references.add(new Reference(label, row, value));
    return this;
  }

  /** Draws the chart. */
  public Drawing draw() {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("there is no row to draw");
    }
    double firstLine = title.isEmpty() ? 18 : 44;
    // Drawn once on scrap, for its height.
    double top = legend(new Canvas(1, 1), firstLine) + 26;
    double bottom = top + height() * rows.size();
    Axis axis = axis(gutter(), WIDTH - numbersWidth() - 30);
    Canvas canvas = new Canvas(WIDTH, bottom + BOTTOM);
    canvas.text(title, 0, 18, ChartTheme.title(), ChartTheme.INK, Canvas.Anchor.START);
    legend(canvas, firstLine);
    canvas.note(numbersHead(), WIDTH - 10, top - 8, Canvas.Anchor.END);
    drawAxis(canvas, axis, top, bottom);
    for (int i = 0; i < rows.size(); i++) {
      drawRow(canvas, axis, rows.get(i), top + height() * i, ChartTheme.series(oneKind ? 0 : i));
    }
    return canvas.drawing();
  }

  private double height() {
    return 38 + 14 * kinds.size();
  }

  private Axis axis(double from, double to) {
    DoubleStream.Builder values = DoubleStream.builder();
    for (Row row : rows) {
      for (Estimate e : row.estimates) {
        DoubleStream.of(e.value, e.lower, e.upper).forEach(values);
      }
      double[] seeds = Arrays.stream(row.seeds).filter(Double::isFinite).sorted().toArray();
      int left = differences ? (int) (BEYOND * seeds.length) : 0;
      Arrays.stream(seeds, left, seeds.length - left).forEach(values);
    }
    references.forEach(r -> values.add(r.value));
    if (differences) {
      values.add(0);
    }
    double[] shown = values.build().filter(Double::isFinite).toArray();
    return Axis.around(
        DoubleStream.of(shown).min().orElse(Double.NaN),
        DoubleStream.of(shown).max().orElse(Double.NaN),
        false,
        from,
        to);
  }

  private double gutter() {
    return 20
        + rows.stream()
            .flatMap(row -> Canvas.wrap(row.name, LABELS, ChartTheme.label()).stream())
            .mapToDouble(line -> Canvas.textWidth(line, ChartTheme.label()))
            .max()
            .orElse(0);
  }

  private String numbersHead() {
    return kinds.get(0);
  }

  private double numbersWidth() {
    double widest = Canvas.textWidth(numbersHead(), ChartTheme.small());
    for (Row row : rows) {
      Estimate first = row.estimates.get(0);
      double number = Canvas.textWidth(Numbers.fixed(first.value, decimals), ChartTheme.label());
      widest = Math.max(widest, number + Canvas.textWidth(range(first), ChartTheme.small()));
    }
    return widest;
  }

  private String range(Estimate e) {
    return Double.isNaN(e.lower)
        ? ""
        : " (%s to %s)"
            .formatted(Numbers.fixed(e.lower, decimals), Numbers.fixed(e.upper, decimals));
  }

  private void drawAxis(Canvas canvas, Axis axis, double top, double bottom) {
    for (int i = 0; i < rows.size(); i += 2) {
      canvas.rectangle(0, top + height() * i, WIDTH, height(), ChartTheme.BAND);
    }
    for (Axis.Tick tick : axis.ticks(7)) {
      double x = axis.at(tick.value());
      canvas.line(x, top, x, bottom, 1, ChartTheme.GRID);
      canvas.note(tick.label(), x, bottom + 18, Canvas.Anchor.MIDDLE);
    }
    if (differences) {
      canvas.line(axis.at(0), top, axis.at(0), bottom, 1.4, ChartTheme.MUTED);
    }
    canvas.line(axis.from(), bottom, axis.to(), bottom, 1, ChartTheme.AXIS);
    canvas.label(axisName, (axis.from() + axis.to()) / 2, bottom + 40, Canvas.Anchor.MIDDLE);
  }

  private void drawRow(Canvas canvas, Axis axis, Row row, double top, Color color) {
    double middle = top + height() / 2;
    List<String> lines = Canvas.wrap(row.name, LABELS, ChartTheme.label());
    for (int i = 0; i < lines.size(); i++) {
      double baseline = middle + 4.5 + 16 * (i - (lines.size() - 1) / 2.0);
      canvas.label(lines.get(i), 10, baseline, Canvas.Anchor.START);
    }
    IntervalMarks.seeds(canvas, axis, row.seeds, top + height() - 11, color);
    for (int kind = 0; kind < kinds.size(); kind++) {
      IntervalMarks.estimate(
          canvas, axis, row.estimates.get(kind), top + 20 + 15 * kind, kind, color);
    }
    for (Reference reference : references) {
      if (reference.row.equals(row.name) && Double.isFinite(reference.value)) {
        int kind = marks().get(reference.label);
        canvas.mark(kind, axis.at(reference.value), top + 7, 5, ChartTheme.INK);
      }
    }
    numbers(canvas, row.estimates.get(0), middle);
  }

  private void numbers(Canvas canvas, Estimate first, double middle) {
    String range = range(first);
    double end = WIDTH - 10;
    canvas.note(range, end, middle + 4.5, Canvas.Anchor.END);
    canvas.label(
        Numbers.fixed(first.value, decimals),
        end - Canvas.textWidth(range, ChartTheme.small()),
        middle + 4.5,
        Canvas.Anchor.END);
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
    double x = 4;
    for (int kind = 0; kind < kinds.size(); kind++) {
      canvas.line(
          x,
          baseline - 4,
          x + 20,
          baseline - 4,
          kind == 0 ? 2.6 : 6,
          IntervalMarks.shade(kind, ChartTheme.MUTED));
      IntervalMarks.mark(canvas, kind, x + 10, baseline - 4, ChartTheme.MUTED);
      x = entry(canvas, kinds.get(kind), x + 26, baseline);
    }
    if (rows.stream().anyMatch(row -> row.seeds.length > 0)) {
      canvas.dot(x + 4, baseline - 4, 3.2, ChartTheme.faint(ChartTheme.MUTED, 0.5));
      x = entry(canvas, "one seed", x + 13, baseline);
    }
    for (Map.Entry<String, Integer> mark : marks().entrySet()) {
      String label = Canvas.fit(mark.getKey(), LEGEND, ChartTheme.small());
      if (x + 16 + Canvas.textWidth(label, ChartTheme.small()) > LEGEND) {
        x = 4;
        baseline += LEGEND_LINE;
      }
      canvas.mark(mark.getValue(), x + 5, baseline - 4, 5, ChartTheme.INK);
      x = entry(canvas, label, x + 16, baseline);
    }
    return baseline;
  }

  private static double entry(Canvas canvas, String text, double x, double baseline) {
    canvas.note(text, x, baseline, Canvas.Anchor.START);
    return x + Canvas.textWidth(text, ChartTheme.small()) + 18;
  }
}
