package dev.bottleneck.report;

import java.awt.geom.Path2D;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A quantity over a search: a dot a trial, and a line for the best so far. Values far on the worse
 * side are drawn at the edge.
 */
public final class HistoryChart implements Chart {
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
    double[][] trials =
        IntStream.range(0, shown.length)
            .mapToObj(i -> new double[] {numbers[i], shown[i]})
            .toArray(double[][]::new);
    TrialFrame frame = TrialFrame.draw(HEIGHT, "trial", yName, trials, x -> x.wholeTicks(10));
    frame.best(bestSoFar(frame.x(), frame.y(), numbers, shown, lowerIsBetter));
    return frame.drawing("the best so far");
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
}
