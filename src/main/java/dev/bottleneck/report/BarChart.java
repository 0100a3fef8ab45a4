package dev.bottleneck.report;

import java.util.Map;

/** Named shares of a whole, 0 to 1, as bars from the left with their per cent. */
public final class BarChart {
  private static final double WIDTH = 800;
  private static final double ROW = 30;
  private static final double LABELS = 260;

  private BarChart() {}

  /** Draws the bars in the map's order. */
  public static Drawing draw(Map<String, Double> shares) {
    double gutter =
        20
            + shares.keySet().stream()
                .mapToDouble(name -> Canvas.textWidth(name, ChartTheme.label()))
                .map(width -> Math.min(LABELS, width))
                .max()
                .orElse(0);
    Axis axis = new Axis(0, 1, false, gutter, WIDTH - 60);
    Canvas canvas = new Canvas(WIDTH, ROW * shares.size() + 12);
    double middle = 6 + ROW / 2;
    for (Map.Entry<String, Double> share : shares.entrySet()) {
      String name = Canvas.fit(share.getKey(), LABELS, ChartTheme.label());
      canvas.label(name, gutter - 10, middle + 4.5, Canvas.Anchor.END);
      canvas.rectangle(gutter, middle - 9, axis.to() - gutter, 18, ChartTheme.BAND);
      double end = axis.at(share.getValue());
      canvas.rectangle(gutter, middle - 9, end - gutter, 18, ChartTheme.series(0));
      canvas.label(
          Numbers.fixed(100 * share.getValue(), 0) + " %",
          end + 8,
          middle + 4.5,
          Canvas.Anchor.START);
      middle += ROW;
    }
    return canvas.drawing();
  }
}
