package dev.bottleneck.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Trials as lines across upright axes, one an axis for each variable and the last for what they led
 * to: the better a trial, the stronger its line; the best has a colour of its own. A line is broken
 * where a trial does not have a variable.
 */
public final class ParallelCoordinates implements Chart {
  private static final double WIDTH = 800;
  private static final double HEIGHT = 380;
  private static final double TOP = 52;
  private static final double SIDE = 60;

  private record Upright(Scale scale, double[] values) {}

  private final List<Upright> uprights = new ArrayList<>();
  private final boolean lowerIsBetter;

  /**
   * Starts a chart; the axis that is added last is what trials are ranked by.
   *
   * @param lowerIsBetter on that axis
   */
  public ParallelCoordinates(boolean lowerIsBetter) {
    this.lowerIsBetter = lowerIsBetter;
  }

  /** Adds a variable; NaN where a trial does not have it. */
  public ParallelCoordinates axis(Scale scale, double... values) {
    if (!uprights.isEmpty() && uprights.get(0).values.length != values.length) {
      throw new IllegalArgumentException(
          "'%s' has %d values for %d trials"
              .formatted(scale.name(), values.length, uprights.get(0).values.length));
    }
    uprights.add(new Upright(scale, values.clone()));
    return this;
  }

  /** The axes, with those far on the worse side of the last drawn in to its edge. */
  private List<Upright> within() {
    List<Upright> shown = new ArrayList<>(uprights);
    Upright last = shown.remove(shown.size() - 1);
    shown.add(new Upright(last.scale, Grade.within(last.values, lowerIsBetter)));
    return shown;
  }

  private int[] worstFirst() {
    return Grade.worstFirst(uprights.get(uprights.size() - 1).values, lowerIsBetter);
  }

  @Override
  public String kind() {
    return "parallel";
  }

  @Override
  public Map<String, Object> data() {
    List<Map<String, Object>> axes =
        within().stream()
            .map(
                upright ->
                    Map.<String, Object>of(
                        "name", upright.scale.name(),
                        "logarithmic", upright.scale.logarithmic(),
                        "categories", upright.scale.categories(),
                        "values", upright.values))
            .toList();
    return Map.of("axes", axes, "order", worstFirst());
  }

  @Override
  public Drawing draw() {
    List<Upright> uprights = within();
    int[] order = worstFirst();
    Canvas canvas = new Canvas(WIDTH, HEIGHT);
    List<Axis> axes = new ArrayList<>();
    for (Upright upright : uprights) {
      axes.add(upright.scale.axis(upright.values, HEIGHT - 20, TOP));
    }
    for (int place = 0; place < order.length; place++) {
      drawTrial(
          canvas,
          uprights,
          axes,
          order[place],
          Grade.color(place, order.length),
          place == order.length - 1);
    }
    for (int i = 0; i < uprights.size(); i++) {
      drawAxis(canvas, uprights.get(i).scale, axes.get(i), i);
    }
    return canvas.drawing();
  }

  private double at(int index) {
    return SIDE + index * (WIDTH - 2 * SIDE) / Math.max(1, uprights.size() - 1);
  }

  private void drawTrial(
      Canvas canvas,
      List<Upright> uprights,
      List<Axis> axes,
      int trial,
      Color color,
      boolean best) {
    double x = Double.NaN;
    double y = Double.NaN;
    for (int i = 0; i < axes.size(); i++) {
      double value = uprights.get(i).values[trial];
      double nextX = Double.isFinite(value) ? at(i) : Double.NaN;
      double nextY = Double.isFinite(value) ? axes.get(i).at(value) : Double.NaN;
      if (!Double.isNaN(nextX)) {
        canvas.dot(nextX, nextY, best ? 4 : 2.4, color);
        if (!Double.isNaN(x)) {
          canvas.line(x, y, nextX, nextY, best ? 2.6 : 1.2, color);
        }
      }
      x = nextX;
      y = nextY;
    }
  }

  private void drawAxis(Canvas canvas, Scale scale, Axis axis, int index) {
    double x = at(index);
    double room = (WIDTH - 2 * SIDE) / Math.max(1, uprights.size() - 1) - 8;
    canvas.line(x, axis.from(), x, axis.to(), 1, ChartTheme.AXIS);
    List<String> lines = Canvas.wrap(scale.name(), room, ChartTheme.label());
    canvas.label(lines.get(0), x, TOP - 30, Canvas.Anchor.MIDDLE);
    String rest = String.join(" ", lines.subList(1, lines.size()));
    canvas.label(Canvas.fit(rest, room, ChartTheme.label()), x, TOP - 14, Canvas.Anchor.MIDDLE);
    for (Axis.Tick tick : scale.ticks(axis, 5)) {
      double y = axis.at(tick.value());
      String label = Canvas.fit(tick.label(), room / 2, ChartTheme.small());
      double width = Canvas.textWidth(label, ChartTheme.small());
      canvas.rectangle(x + 5, y - 8, width + 4, 15, ChartTheme.faint(ChartTheme.PAPER, 0.8));
      canvas.line(x - 3, y, x + 3, y, 1, ChartTheme.AXIS);
      canvas.note(label, x + 7, y + 4, Canvas.Anchor.START);
    }
  }
}
