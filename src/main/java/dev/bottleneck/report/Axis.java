package dev.bottleneck.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Maps values to positions on a canvas, with ticks at round numbers.
 *
 * @param min value at the position {@code from}
 * @param max value at the position {@code to}
 * @param logarithmic whether equal ratios are equal distances
 * @param from position in CSS pixels
 * @param to position in CSS pixels; less than {@code from} for a vertical axis
 */
record Axis(double min, double max, boolean logarithmic, double from, double to) {
  /** A value on the axis and how it is written. */
  record Tick(double value, String label) {}

  /** An axis that holds the values with a margin of a twentieth on either side. */
  static Axis around(double min, double max, boolean logarithmic, double from, double to) {
    if (!(min <= max) || Double.isInfinite(max - min)) {
      throw new IllegalArgumentException("there is no finite value to draw");
    }
    if (logarithmic && min <= 0) {
      throw new IllegalArgumentException("a logarithmic axis cannot show " + min);
    }
    if (logarithmic) {
      double margin = Math.pow(max / min, 0.05) * (min == max ? 1.1 : 1);
      return new Axis(min / margin, max * margin, true, from, to);
    }
    double margin = max > min ? 0.05 * (max - min) : Math.max(Math.abs(max) * 0.1, 1e-9);
    return new Axis(min - margin, max + margin, false, from, to);
  }

  double at(double value) {
    double share =
        logarithmic ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
    return from + share * (to - from);
  }

  /** Ticks, about {@code count} of them. */
  List<Tick> ticks(int count) {
    return logarithmic && max / min > 4 ? decades() : linear(count);
  }

  /** Ticks at whole numbers alone: half an epoch would name what does not exist. */
  List<Tick> wholeTicks(int count) {
    return ticks(count).stream()
        .filter(tick -> Math.abs(tick.value() - Math.rint(tick.value())) < 1e-9)
        .map(tick -> new Tick(tick.value(), Numbers.fixed(tick.value(), 0)))
        .toList();
  }

  /** How wide the labels of such ticks are, in CSS pixels. */
  double labelWidth(int count) {
    return ticks(count).stream()
        .mapToDouble(tick -> Canvas.textWidth(tick.label(), ChartTheme.small()))
        .max()
        .orElse(0);
  }

  private List<Tick> linear(int count) {
    double rough = (max - min) / count;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double times = rough / power;
    double step = power * (times < 1.5 ? 1 : times < 3.5 ? 2 : times < 7.5 ? 5 : 10);
    int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
    List<Tick> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(min / step); i * step <= max; i++) {
      ticks.add(new Tick(i * step, Numbers.fixed(i * step, decimals)));
    }
    return ticks;
  }

  private List<Tick> decades() {
    double[] factors = max / min > 300 ? new double[] {1} : new double[] {1, 2, 5};
    List<Tick> ticks = new ArrayList<>();
    for (int power = (int) Math.floor(Math.log10(min)); Math.pow(10, power) <= max; power++) {
      for (double factor : factors) {
        double value = factor * Math.pow(10, power);
        if (value >= min && value <= max) {
          ticks.add(new Tick(value, logLabel(factor, power)));
        }
      }
    }
    return ticks;
  }

  private static String logLabel(double factor, int power) {
    if (power < -4 || power > 5) {
      return String.format(Locale.ROOT, "%.0fe%d", factor, power).replace('-', '−');
    }
    return BigDecimal.valueOf((long) factor).scaleByPowerOfTen(power).toPlainString();
  }
}
