package dev.bottleneck.sweep.space;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.distribution.LogUniformDistribution;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;

/**
 * Where the values of one hyper-parameter lie; always two values or more.
 *
 * <p>Searches work with genes in [0, 1]; Arbiter's parameter space of the domain turns a gene into
 * a value by the inverse of the domain's distribution.
 */
public sealed interface Domain {
  /** Arbiter's space of it, new each time: one keeps the index of its gene. */
  ParameterSpace<?> parameterSpace();

  /** A value of {@link #parameterSpace()} as a configuration holds it. */
  default String text(Object value) {
    return value.toString();
  }

  /** Where {@code text} stands on a chart's axis; NaN if the values have no order. */
  default double position(String text) {
    return Double.parseDouble(text);
  }

  /** Whether equal ratios count as equal distances. */
  default boolean logarithmic() {
    return false;
  }

  /** Different values at both ends; a choice's are all its values. */
  List<String> extremes();

  /** Equal probability between {@code low} and {@code high}. */
  record Uniform(double low, double high) implements Domain {
    @Override
    public ParameterSpace<?> parameterSpace() {
      return new ContinuousParameterSpace(low, high);
    }

    @Override
    public String text(Object value) {
      return rounded((Double) value, low, high);
    }

    @Override
    public List<String> extremes() {
      return List.of(rounded(low, low, high), rounded(high, low, high));
    }
  }

  /** Equal probability of the logarithm between those of {@code low} and {@code high}. */
  record LogUniform(double low, double high) implements Domain {
    @Override
    public ParameterSpace<?> parameterSpace() {
      return new ContinuousParameterSpace(new LogUniformDistribution(low, high));
    }

    @Override
    public String text(Object value) {
      return rounded((Double) value, low, high);
    }

    @Override
    public boolean logarithmic() {
      return true;
    }

    @Override
    public List<String> extremes() {
      return List.of(rounded(low, low, high), rounded(high, low, high));
    }
  }

  /** Whole numbers from {@code low} to {@code high}, both among them. */
  record Whole(int low, int high) implements Domain {
    /** How many numbers there are. */
    public long count() {
      return (long) high - low + 1;
    }

    /** Which of them, from 0, Arbiter makes of a gene. */
    public long index(double gene) {
      return Math.max(0, Math.min(count(), (long) Math.ceil(gene * count())) - 1);
    }

    @Override
    public ParameterSpace<?> parameterSpace() {
      return new IntegerParameterSpace(low, high);
    }

    @Override
    public List<String> extremes() {
      return List.of(Integer.toString(low), Integer.toString(high));
    }
  }

  /** One of {@code values}, each as a configuration holds it. */
  record Choice(List<String> values) implements Domain {
    public Choice {
      values = List.copyOf(values);
    }

    /** Which of the values, from 0, Arbiter makes of a gene. */
    public int index(double gene) {
      return Math.min(values.size() - 1, (int) (gene * values.size()));
    }

    @Override
    public ParameterSpace<?> parameterSpace() {
      return new DiscreteParameterSpace<>(values);
    }

    /** Choices stand in the order in which they were given. */
    @Override
    public double position(String text) {
      return values.indexOf(text);
    }

    @Override
    public List<String> extremes() {
      return values;
    }
  }

  /** Six digits say all that a search can know, and a person can read them. */
  private static String rounded(double value, double low, double high) {
    BigDecimal digits = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
    double within = Math.max(low, Math.min(high, digits.doubleValue()));
    return (within == digits.doubleValue() ? digits : new BigDecimal(Double.toString(within)))
        .toPlainString();
  }
}
