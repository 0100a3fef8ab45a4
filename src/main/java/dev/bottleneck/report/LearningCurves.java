package dev.bottleneck.report;

import java.awt.Color;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A quantity over training: per arm a strong line, the mean over its seeds, and a thin line for
 * each seed. The mean ends where the first seed ends, so that it never changes its company.
 */
public final class LearningCurves implements Chart {
  private static final double WIDTH = 800;
  private static final double HEIGHT = 400;
  private static final double LABELS = 210;
  private static final double LABEL_STEP = 17;

  private record Arm(String name, int series, double[] x, double[][] seeds, double[] mean) {}

  private record Phase(String name, double from, double to) {}

  private record Label(String text, double y, Color color) {}

  private final String title;
  private final String xName;
  private final String yName;
  private boolean logarithmic;
  private final List<Arm> arms = new ArrayList<>();
  private final List<Phase> phases = new ArrayList<>();

  private LearningCurves(String title, String xName, String yName) {
    this.title = title;
    this.xName = xName;
    this.yName = yName;
  }

  /** Starts a chart; the names of the axes hold the units. */
  public static LearningCurves titled(String title, String xName, String yName) {
    return new LearningCurves(title, xName, yName);
  }

  /** Shows equal ratios of y as equal distances. */
  public LearningCurves logarithmic() {
    logarithmic = true;
    return this;
  }

  /**
   * Adds an arm.
   *
   * @param series the number of its colour: an arm keeps it in figures that leave others out
   * @param x positions, such as epochs
   * @param seeds {@code [seeds, up to x.length]}; a seed that stopped early is shorter
   */
  public LearningCurves arm(String name, int series, double[] x, double[]... seeds) {
    int shortest = IntStream.range(0, seeds.length).map(i -> seeds[i].length).min().orElse(0);
    if (shortest == 0 || DoubleStream.of(x).anyMatch(v -> !Double.isFinite(v))) {
      throw new IllegalArgumentException("arm '" + name + "' needs values at finite positions");
    }
    for (double[] seed : seeds) {
      if (seed.length > x.length) {
        throw new IllegalArgumentException(
            "arm '%s' has %d values at %d positions".formatted(name, seed.length, x.length));
      }
    }
    double[] mean =
        IntStream.range(0, shortest)
            .mapToDouble(i -> IntStream.range(0, seeds.length).mapToDouble(s -> seeds[s][i]).sum())
            .map(sum -> sum / seeds.length)
            .toArray();
    arms.add(new Arm(name, series, x.clone(), seeds.clone(), mean));
    return this;
  }

  /** Names a stretch of x, such as the pretraining of one layer. */
  public LearningCurves phase(String name, double from, double to) {
    phases.add(new Phase(name, from, to));
    return this;
  }

  @Override
  public Drawing draw() {
    if (arms.isEmpty()) {
      throw new IllegalArgumentException("there is no arm to draw");
    }
    double top = (title.isEmpty() ? 12 : 36) + (phases.isEmpty() ? 0 : 18);
    double bottom = HEIGHT - 52;
    double right = WIDTH - 30 - labelWidth();
    Axis y = yAxis(bottom, top);
    double left = 34 + y.labelWidth(6);
    Axis x = xAxis(left, right);
    Canvas canvas = new Canvas(WIDTH, HEIGHT);
    canvas.text(title, 0, 18, ChartTheme.title(), ChartTheme.INK, Canvas.Anchor.START);
    drawPhases(canvas, x, top, bottom);
    drawAxes(canvas, x, y);
    for (int i = 0; i < arms.size(); i++) {
      Color thin = ChartTheme.faint(ChartTheme.series(arms.get(i).series), 0.28);
      for (double[] seed : arms.get(i).seeds) {
        drawLine(canvas, x, y, arms.get(i).x, seed, 1, thin);
      }
    }
    for (int i = 0; i < arms.size(); i++) {
      drawLine(
          canvas,
          x,
          y,
          arms.get(i).x,
          arms.get(i).mean,
          2.4,
          ChartTheme.series(arms.get(i).series));
    }
    drawLabels(canvas, y, right + 12);
    return canvas.drawing();
  }

  @Override
  public String kind() {
    return "curves";
  }

  @Override
  public Map<String, Object> data() {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (Arm arm : arms) {
      lines.add(
          Map.of(
              "name", arm.name,
              "color", ChartTheme.css(ChartTheme.series(arm.series)),
              "x", arm.x,
              "seeds", arm.seeds,
              "mean", arm.mean));
    }
    return Map.of("x", xName, "y", yName, "logarithmic", logarithmic, "arms", lines);
  }

  private double labelWidth() {
    double widest =
        arms.stream()
            .mapToDouble(arm -> Canvas.textWidth(arm.name, ChartTheme.label()))
            .max()
            .orElse(0);
    return Math.min(LABELS, widest);
  }

  private Axis yAxis(double bottom, double top) {
    double[] shown =
        arms.stream()
            .flatMap(arm -> Arrays.stream(arm.seeds))
            .flatMapToDouble(DoubleStream::of)
            .filter(v -> Double.isFinite(v) && (!logarithmic || v > 0))
            .toArray();
    double min = DoubleStream.of(shown).min().orElse(Double.NaN);
    double max = DoubleStream.of(shown).max().orElse(Double.NaN);
    return Axis.around(min, max, logarithmic, bottom, top);
  }

  private Axis xAxis(double left, double right) {
    double[] all = arms.stream().flatMapToDouble(arm -> DoubleStream.of(arm.x)).toArray();
    double min = DoubleStream.of(all).min().orElse(0);
    double max = DoubleStream.of(all).max().orElse(1);
    for (Phase phase : phases) {
      min = Math.min(min, phase.from);
      max = Math.max(max, phase.to);
    }
    return max > min
        ? new Axis(min, max, false, left, right)
        : Axis.around(min, max, false, left, right);
  }

  private void drawPhases(Canvas canvas, Axis x, double top, double bottom) {
    for (int i = 0; i < phases.size(); i++) {
      double from = x.at(phases.get(i).from);
      double to = x.at(phases.get(i).to);
      if (i % 2 == 0) {
        canvas.rectangle(from, top, to - from, bottom - top, ChartTheme.BAND);
      }
      canvas.line(from, top - 14, from, bottom, 1, ChartTheme.GRID);
      String name = Canvas.fit(phases.get(i).name, to - from - 8, ChartTheme.small());
      canvas.note(name, from + 5, top - 5, Canvas.Anchor.START);
    }
  }

  private void drawAxes(Canvas canvas, Axis x, Axis y) {
    for (Axis.Tick tick : y.ticks(6)) {
      double at = y.at(tick.value());
      canvas.line(x.from(), at, x.to(), at, 1, ChartTheme.GRID);
      canvas.note(tick.label(), x.from() - 8, at + 4, Canvas.Anchor.END);
    }
    for (Axis.Tick tick : xTicks(x)) {
      double at = x.at(tick.value());
      canvas.line(at, y.from(), at, y.from() + 4, 1, ChartTheme.AXIS);
      canvas.note(tick.label(), at, y.from() + 18, Canvas.Anchor.MIDDLE);
    }
    canvas.line(x.from(), y.from(), x.to(), y.from(), 1, ChartTheme.AXIS);
    double middle = (x.from() + x.to()) / 2;
    canvas.label(xName, middle, y.from() + 40, Canvas.Anchor.MIDDLE);
    canvas.textUpwards(yName, 14, (y.from() + y.to()) / 2, ChartTheme.label(), ChartTheme.INK);
  }

  private List<Axis.Tick> xTicks(Axis x) {
    boolean whole =
        arms.stream()
            .flatMapToDouble(arm -> DoubleStream.of(arm.x))
            .allMatch(v -> v == Math.rint(v));
    return whole ? x.wholeTicks(8) : x.ticks(8);
  }

  private void drawLine(
      Canvas canvas, Axis x, Axis y, double[] at, double[] values, double thickness, Color color) {
    Path2D.Double path = new Path2D.Double();
    boolean open = false;
    for (int i = 0; i < values.length; i++) {
      // A value that cannot be shown breaks the line rather than bend it.
      boolean shown = Double.isFinite(values[i]) && (!logarithmic || values[i] > 0);
      if (shown && open) {
        path.lineTo(x.at(at[i]), y.at(values[i]));
      } else if (shown) {
        path.moveTo(x.at(at[i]), y.at(values[i]));
      }
      open = shown;
    }
    canvas.stroke(path, thickness, color);
    if (values.length == 1 && open) {
      canvas.dot(x.at(at[0]), y.at(values[0]), 1.5 * thickness, color);
    }
  }

  private void drawLabels(Canvas canvas, Axis y, double left) {
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < arms.size(); i++) {
      double[] mean = arms.get(i).mean;
      double last = mean[mean.length - 1];
      boolean shown = Double.isFinite(last) && (!logarithmic || last > 0);
      double at = shown ? y.at(last) : y.to();
      labels.add(new Label(arms.get(i).name, at, ChartTheme.series(arms.get(i).series)));
    }
    labels.sort(Comparator.comparingDouble(Label::y));
    double[] at = spread(labels.stream().mapToDouble(Label::y).toArray(), y.to(), y.from());
    for (int i = 0; i < at.length; i++) {
      Label label = labels.get(i);
      canvas.rectangle(left, at[i] - 1.2, 10, 2.4, label.color);
      canvas.label(
          Canvas.fit(label.text, LABELS, ChartTheme.label()),
          left + 15,
          at[i] + 4.5,
          Canvas.Anchor.START);
    }
  }

  /** Moves ascending positions apart until labels there do not overlap, within the plot. */
  static double[] spread(double[] positions, double top, double bottom) {
    double[] at = positions.clone();
    for (int i = 0; i < at.length; i++) {
      double least = i == 0 ? top : at[i - 1] + LABEL_STEP;
      at[i] = Math.max(at[i], least);
    }
    double limit = bottom;
    for (int i = at.length - 1; i >= 0; i--) {
      at[i] = Math.min(at[i], limit);
      limit = at[i] - LABEL_STEP;
    }
    return at;
  }
}
