package dev.bottleneck.sweep.trial;

import dev.bottleneck.report.Numbers;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.trial.Objective.Goal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a sweep weighs its objective against: a hyper-parameter that it searches, such as the size
 * of the code, or another measure on the validation part, such as the sparsity of the code.
 *
 * @param parameter the hyper-parameter's name; empty for a measure
 * @param metric the measure's name in the experiment's results; empty for a hyper-parameter
 */
public record SecondObjective(String parameter, String metric, Goal goal) {
  /** One objective is enough. */
  public static final SecondObjective NONE = new SecondObjective("", "", Goal.MIN);

  public SecondObjective {
    if (!parameter.isEmpty() && !metric.isEmpty()) {
      throw new UserError(
          "parameter is %s and metric is %s: give one of them".formatted(parameter, metric));
    }
  }

  /** Whether there is one. */
  public boolean given() {
    return !name().isEmpty();
  }

  /** The hyper-parameter's or the measure's. */
  public String name() {
    return parameter + metric;
  }

  /**
   * The value of a setting that was tried; empty if the hyper-parameter does not count in it.
   *
   * @param measures each measure's values, one a seed
   */
  public OptionalDouble of(Map<String, String> parameters, Map<String, List<Double>> measures) {
    if (!metric.isEmpty()) {
      return measures.getOrDefault(metric, List.of()).stream()
          .mapToDouble(Double::doubleValue)
          .average();
    }
    String value = parameters.get(parameter);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(value));
  }

  /** The same of a trial. */
  public OptionalDouble of(Trial trial) {
    return of(trial.parameters(), trial.measures());
  }

  /** That of a trial as readers are shown it; "–" where it does not count. */
  public String shown(Trial trial) {
    OptionalDouble its = of(trial);
    if (its.isEmpty()) {
      return Numbers.ABSENT;
    }
    double value = its.getAsDouble();
    boolean isWhole = value == Math.rint(value) && Math.abs(value) < 1e9;
    return String.format(Locale.ROOT, isWhole ? "%.0f" : "%.4g", value);
  }

  /** The value as something to be made small. */
  public double cost(double value) {
    return goal == Goal.MIN ? value : -value;
  }
}
