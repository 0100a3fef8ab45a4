package dev.bottleneck.report;

import java.awt.Color;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Points in space coloured by class, such as a code of three units, with one scale for all axes.
 * {@link #draw} shows them from one side; in the report a reader can turn them, and sees the same
 * view first.
 */
public final class SpaceChart implements Chart {
  private static final double SIDE = 520;
  private static final double TOP = 8;
  private static final double LEGEND_STEP = 21;
  private static final double LEGEND_MOST = 200;
  private static final double EYE = 5;
  private static final double YAW = Math.toRadians(-35);
  private static final double PITCH = Math.toRadians(22);

  /** Where a point is seen, and how far behind the middle it lies. */
  private record Seen(double x, double y, double depth) {}

  private final PointCloud cloud;
  private final List<String> axes;
  private final double[][] unit;
  private final double[] half = new double[3];

  private SpaceChart(PointCloud cloud, List<String> axisNames) {
    cloud.require(3);
    if (axisNames.size() != 3) {
      throw new IllegalArgumentException("three axes need three names, not " + axisNames);
    }
    this.cloud = cloud;
    double[] min = new double[3];
    double[] max = new double[3];
    for (int c = 0; c < 3; c++) {
      int axis = c;
      min[c] = Arrays.stream(cloud.points()).mapToDouble(p -> p[axis]).min().orElse(0);
      max[c] = Arrays.stream(cloud.points()).mapToDouble(p -> p[axis]).max().orElse(0);
      half[c] = max[c] / 2 - min[c] / 2;
    }
    double largest = Math.max(half[0], Math.max(half[1], half[2]));
    double scale = largest > 0 ? 1 / largest : 1;
    unit = new double[cloud.points().length][3];
    for (int i = 0; i < unit.length; i++) {
      for (int c = 0; c < 3; c++) {
        unit[i][c] = (cloud.points()[i][c] - min[c] / 2 - max[c] / 2) * scale;
      }
    }
    for (int c = 0; c < 3; c++) {
      half[c] *= scale;
    }
    axes =
        IntStream.range(0, 3)
            .mapToObj(c -> axisNames.get(c) + ", " + range(min[c], max[c]))
            .toList();
  }

  /**
   * Places points in space.
   *
   * @param axisNames of the three coordinates
   * @throws IllegalArgumentException if the points are not of three coordinates
   */
  public static SpaceChart of(PointCloud cloud, String... axisNames) {
    return new SpaceChart(cloud, List.of(axisNames));
  }

  private static String range(double min, double max) {
    int decimals = max - min >= 20 ? 0 : max - min >= 2 ? 1 : max - min >= 0.2 ? 2 : 3;
    return Numbers.fixed(min, decimals) + " to " + Numbers.fixed(max, decimals);
  }

  /** Draws the points as seen before they are turned. */
  @Override
  public Drawing draw() {
    double legend = SIDE + 22;
    double width =
        cloud.names().stream()
            .mapToDouble(name -> Canvas.textWidth(name, ChartTheme.label()))
            .max()
            .orElse(0);
    Canvas canvas = new Canvas(legend + 22 + Math.min(LEGEND_MOST, width), TOP + SIDE);
    drawBox(canvas);
    double opacity = cloud.points().length <= 2_000 ? 0.75 : 0.6;
    double radius = ScatterChart.radius(cloud.points().length);
    Seen[] seen = Arrays.stream(unit).map(p -> see(p[0], p[1], p[2])).toArray(Seen[]::new);
    IntStream.range(0, seen.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -seen[i].depth))
        .forEach(
            i -> {
              Color color = ChartTheme.faint(ChartTheme.category(cloud.classes()[i]), opacity);
              double near = EYE / (EYE + seen[i].depth);
              canvas.dot(seen[i].x, seen[i].y, radius * near, color);
            });
    for (int i = 0; i < cloud.names().size(); i++) {
      double y = TOP + 12 + i * LEGEND_STEP;
      canvas.dot(legend + 5, y, 5, ChartTheme.category(i));
      String name = Canvas.fit(cloud.names().get(i), LEGEND_MOST, ChartTheme.label());
      canvas.label(name, legend + 18, y + 4.5, Canvas.Anchor.START);
    }
    return canvas.drawing();
  }

  private static Seen see(double x, double y, double z) {
    double across = x * Math.cos(YAW) - y * Math.sin(YAW);
    double away = x * Math.sin(YAW) + y * Math.cos(YAW);
    double up = z * Math.cos(PITCH) + away * Math.sin(PITCH);
    double depth = away * Math.cos(PITCH) - z * Math.sin(PITCH);
    double size = 0.29 * SIDE * EYE / (EYE + depth);
    return new Seen(SIDE / 2 + size * across, TOP + SIDE / 2 - size * up, depth);
  }

  private void drawBox(Canvas canvas) {
    for (int c = 0; c < 3; c++) {
      Seen best = null;
      for (int corner = 0; corner < 4; corner++) {
        double[] at = new double[3];
        at[(c + 1) % 3] = half[(c + 1) % 3] * (corner % 2 == 0 ? -1 : 1);
        at[(c + 2) % 3] = half[(c + 2) % 3] * (corner / 2 == 0 ? -1 : 1);
        Seen middle = see(at[0], at[1], at[2]);
        at[c] = -half[c];
        Seen from = see(at[0], at[1], at[2]);
        at[c] = half[c];
        Seen to = see(at[0], at[1], at[2]);
        canvas.line(from.x, from.y, to.x, to.y, 1, ChartTheme.GRID);
        // The upright axis is named on its left, the others below.
        boolean outer = best == null || (c == 2 ? middle.x < best.x : middle.y > best.y);
        best = outer ? middle : best;
      }
      if (c == 2) {
        canvas.textUpwards(axes.get(c), best.x - 12, best.y, ChartTheme.small(), ChartTheme.MUTED);
      } else {
        boolean left = best.x < SIDE / 2;
        Canvas.Anchor anchor = left ? Canvas.Anchor.END : Canvas.Anchor.START;
        canvas.note(axes.get(c), best.x + (left ? -8 : 8), best.y + 16, anchor);
      }
    }
  }

  @Override
  public String kind() {
    return "space";
  }

  @Override
  public Map<String, Object> data() {
    return Map.of(
        "names",
        cloud.names(),
        "colors",
        cloud.colors(),
        "axes",
        axes,
        "half",
        half,
        "classes",
        cloud.classes(),
        "points",
        Arrays.stream(unit).flatMapToDouble(Arrays::stream).map(SpaceChart::short3).toArray());
  }

  private static double short3(double value) {
    return Math.rint(1000 * value) / 1000;
  }
}
