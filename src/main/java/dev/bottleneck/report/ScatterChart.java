package dev.bottleneck.report;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Points in the plane coloured by class, such as a t-SNE map of codes or a code of two units. Both
 * axes have the same scale, so that distances can be compared.
 */
public final class ScatterChart implements Chart {
  private static final double SIDE = 520;
  private static final double TOP = 4;
  private static final double LEGEND_GAP = 22;
  private static final double LEGEND_STEP = 21;
  private static final double LEGEND_MOST = 200;
  private static final double NAME_MOST = 110;

  private final PointCloud cloud;
  private String xName = "";
  private String yName = "";
  private Optional<ImageSheet> images = Optional.empty();

  private ScatterChart(PointCloud cloud) {
    cloud.require(2);
    this.cloud = cloud;
  }

  /**
   * Places points in the plane, without axes: those of a map, whose coordinates mean nothing.
   *
   * @throws IllegalArgumentException if the points are not of two coordinates
   */
  public static ScatterChart of(PointCloud cloud) {
    return new ScatterChart(cloud);
  }

  /** Shows axes, for coordinates that mean something, such as two units of a code. */
  public ScatterChart axes(String newXName, String newYName) {
    xName = newXName;
    yName = newYName;
    return this;
  }

  /** Shows a reader of the report the image of the point under the pointer; one a point. */
  public ScatterChart images(ImageSheet sheet) {
    images = Optional.of(sheet);
    return this;
  }

  private boolean hasAxes() {
    return !xName.isEmpty() || !yName.isEmpty();
  }

  @Override
  public Drawing draw() {
    double left = hasAxes() ? 70 : 0;
    double legend = left + SIDE + LEGEND_GAP;
    Canvas canvas = new Canvas(legend + 18 + legendWidth(cloud), TOP + SIDE + (hasAxes() ? 50 : 4));
    Axis x = axis(cloud, 0, left, left + SIDE);
    Axis y = axis(cloud, 1, TOP + SIDE, TOP);
    if (hasAxes()) {
      drawAxes(canvas, x, y);
    } else {
      canvas.rectangle(left, TOP, SIDE, SIDE, ChartTheme.BAND);
    }
    drawPoints(canvas, cloud, x, y);
    drawNames(canvas, cloud, x, y);
    drawLegend(canvas, cloud, legend, TOP);
    return canvas.drawing();
  }

  @Override
  public String kind() {
    return "scatter";
  }

  @Override
  public Map<String, Object> data() {
    Axis x = axis(cloud, 0, 0, 1);
    Axis y = axis(cloud, 1, 0, 1);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("names", cloud.names());
    data.put("colors", cloud.colors());
    data.put("axes", hasAxes() ? List.of(xName, yName) : List.of());
    data.put("x", List.of(x.min(), x.max()));
    data.put("y", List.of(y.min(), y.max()));
    data.put("order", cloud.mixed());
    data.put("classes", cloud.classes());
    data.put("points", Arrays.stream(cloud.points()).flatMapToDouble(Arrays::stream).toArray());
    images.ifPresent(sheet -> data.put("images", sheet.data()));
    return data;
  }

  @Override
  public Optional<ImageSheet> images() {
    return images;
  }

  private static double legendWidth(PointCloud cloud) {
    double widest =
        cloud.names().stream()
            .mapToDouble(name -> Canvas.textWidth(name, ChartTheme.label()))
            .max()
            .orElse(0);
    return Math.min(LEGEND_MOST, widest) + 4;
  }

  /** Centred on the points, as long as the longer of the two needs. */
  private static Axis axis(PointCloud cloud, int coordinate, double from, double to) {
    double[] middle = new double[2];
    double half = 0;
    for (int c = 0; c < 2; c++) {
      double min = Double.POSITIVE_INFINITY;
      double max = Double.NEGATIVE_INFINITY;
      for (double[] point : cloud.points()) {
        min = Math.min(min, point[c]);
        max = Math.max(max, point[c]);
      }
      middle[c] = min / 2 + max / 2;
      half = Math.max(half, max / 2 - min / 2);
    }
    return Axis.around(middle[coordinate] - half, middle[coordinate] + half, false, from, to);
  }

  private void drawAxes(Canvas canvas, Axis x, Axis y) {
    for (Axis.Tick tick : x.ticks(6)) {
      double at = x.at(tick.value());
      canvas.line(at, y.from(), at, y.to(), 1, ChartTheme.GRID);
      canvas.note(tick.label(), at, y.from() + 17, Canvas.Anchor.MIDDLE);
    }
    for (Axis.Tick tick : y.ticks(6)) {
      double at = y.at(tick.value());
      canvas.line(x.from(), at, x.to(), at, 1, ChartTheme.GRID);
      canvas.note(tick.label(), x.from() - 8, at + 4, Canvas.Anchor.END);
    }
    canvas.label(xName, (x.from() + x.to()) / 2, y.from() + 40, Canvas.Anchor.MIDDLE);
    canvas.textUpwards(yName, 14, (y.from() + y.to()) / 2, ChartTheme.label(), ChartTheme.INK);
  }

  private static void drawPoints(Canvas canvas, PointCloud cloud, Axis x, Axis y) {
    int n = cloud.points().length;
    double radius = radius(n);
    double opacity = n <= 300 ? 0.85 : n <= 2_000 ? 0.7 : 0.55;
    for (int i : cloud.mixed()) {
      double[] point = cloud.points()[i];
      Color color = ChartTheme.faint(ChartTheme.category(cloud.classes()[i]), opacity);
      canvas.dot(x.at(point[0]), y.at(point[1]), radius, color);
    }
  }

  /** Smaller the more points there are, within what the eye can tell apart. */
  static double radius(int n) {
    return Math.max(1.3, Math.min(4, 28 / Math.pow(n, 0.33)));
  }

  /** Names each class at its median, unless a name stands there already. */
  private static void drawNames(Canvas canvas, PointCloud cloud, Axis x, Axis y) {
    List<Rectangle2D> taken = new ArrayList<>();
    for (int k = 0; k < cloud.names().size(); k++) {
      String name = Canvas.fit(cloud.names().get(k), NAME_MOST, ChartTheme.label());
      double width = Canvas.textWidth(name, ChartTheme.label()) + 10;
      double left = x.at(median(cloud, k, 0)) - width / 2;
      double top = y.at(median(cloud, k, 1)) - 9;
      Rectangle2D place = new Rectangle2D.Double(left, top, width, 18);
      boolean free = taken.stream().noneMatch(place::intersects);
      if (!Double.isNaN(left) && free) {
        taken.add(place);
        RoundRectangle2D plate = new RoundRectangle2D.Double(left, top, width, 18, 8, 8);
        canvas.fill(plate, ChartTheme.faint(ChartTheme.PAPER, 0.82));
        canvas.label(name, left + width / 2, top + 13.5, Canvas.Anchor.MIDDLE);
      }
    }
  }

  private static double median(PointCloud cloud, int kind, int coordinate) {
    double[] sorted =
        IntStream.range(0, cloud.classes().length)
            .filter(i -> cloud.classes()[i] == kind)
            .mapToDouble(i -> cloud.points()[i][coordinate])
            .sorted()
            .toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }

  private static void drawLegend(Canvas canvas, PointCloud cloud, double left, double top) {
    for (int i = 0; i < cloud.names().size(); i++) {
      double y = top + 10 + i * LEGEND_STEP;
      canvas.dot(left + 5, y, 5, ChartTheme.category(i));
      String name = Canvas.fit(cloud.names().get(i), LEGEND_MOST, ChartTheme.label());
      canvas.label(name, left + 18, y + 4.5, Canvas.Anchor.START);
    }
  }
}
