package dev.bottleneck;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bottleneck.report.Numbers;
import dev.bottleneck.report.Table;
import dev.bottleneck.report.TextTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run found, over its seeds.
 *
 * @param metric what its arms are compared by, such as "test error"; empty while it is under way
 * @param arms the settings that it compares
 * @param comparisons of two arms each, on the seeds that both have
 * @param failures a line for each network that has no result
 * @param leftOut a line for each measure that could not be taken
 */
public record RunSummary(
    String metric,
    List<Arm> arms,
    List<Comparison> comparisons,
    List<String> failures,
    List<String> leftOut) {
  private static final int DIGITS = 4;

  /**
   * One of the settings that are compared.
   *
   * @param key its name in files and folders
   * @param seeds those that gave a result
   * @param measures by name, such as {@code crossEntropy}: as they are, no percentages
   */
  public record Arm(String key, List<Long> seeds, Map<String, Distribution> measures) {}

  /**
   * A measure over the seeds; NaN where they are too few to say.
   *
   * @param lower95 of the 95 % interval of the mean
   * @param upper95 of the same
   */
  public record Distribution(
      double mean,
      double lower95,
      double upper95,
      double standardDeviation,
      double min,
      double quartile1,
      double median,
      double quartile3,
      double max) {}

  /**
   * An arm held against its baseline, seed by seed.
   *
   * @param seeds how many both have
   * @param lower on how many of them the arm is below its baseline
   * @param p of the sign test, after Holm's correction for the comparisons made at once
   * @param median of baseline minus arm, with its 95 % interval
   * @param outcome such as {@code TYPICALLY_LOWER}
   * @param sentence what follows, in words
   */
  public record Comparison(
      String baseline,
      String arm,
      int seeds,
      int lower,
      double p,
      Estimate median,
      String outcome,
      String sentence) {}

  /** A value and its 95 % interval; NaN where the seeds are too few to say. */
  public record Estimate(double value, double lower95, double upper95) {}

  /** From a {@code summary.json}. */
  static RunSummary of(JsonNode json) {
    List<Arm> arms = new ArrayList<>();
    json.path("arms").fields().forEachRemaining(arm -> arms.add(arm(arm.getKey(), arm.getValue())));
    List<Comparison> comparisons = new ArrayList<>();
    json.path("comparisons").forEach(node -> comparisons.add(comparison(node)));
    return new RunSummary(
        json.path("metric").asText(""),
        List.copyOf(arms),
        List.copyOf(comparisons),
        texts(json.path("failures")),
        texts(json.path("leftOut")));
  }

  private static Arm arm(String key, JsonNode node) {
    List<Long> seeds = new ArrayList<>();
    node.path("seeds").forEach(seed -> seeds.add(seed.asLong()));
    Map<String, Distribution> measures = new LinkedHashMap<>();
    node.path("measures")
        .fields()
        .forEachRemaining(m -> measures.put(m.getKey(), distribution(m.getValue())));
    return new Arm(key, List.copyOf(seeds), Collections.unmodifiableMap(measures));
  }

  private static Distribution distribution(JsonNode node) {
    return new Distribution(
        number(node, "mean"),
        number(node, "lower95"),
        number(node, "upper95"),
        number(node, "standardDeviation"),
        number(node, "min"),
        number(node, "quartile1"),
        number(node, "median"),
        number(node, "quartile3"),
        number(node, "max"));
  }

  private static Comparison comparison(JsonNode node) {
    JsonNode median = node.path("median");
    return new Comparison(
        node.path("baseline").asText(),
        node.path("arm").asText(),
        node.path("seeds").asInt(),
        node.path("lower").asInt(),
        number(node, "signPHolm"),
        new Estimate(
            number(median, "estimate"), number(median, "lower95"), number(median, "upper95")),
        node.path("outcome").asText(),
        node.path("sentence").asText());
  }

  private static double number(JsonNode node, String key) {
    return node.path(key).asDouble(Double.NaN);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return List.copyOf(texts);
  }

  /** Of numbers in the thousands, such as parameters, no decimals mean anything. */
  private static String shown(double value) {
    return Numbers.fixed(value, Math.abs(value) >= 1_000 ? 0 : DIGITS);
  }

  /** A table of all measures, and the verdicts. */
  @Override
  public String toString() {
    Table.Builder table =
        Table.titled("Measures")
            .text("arm")
            .text("measure")
            .number("seeds")
            .number("median")
            .number("mean")
            .number("95 % interval of the mean");
    for (Arm arm : arms) {
      arm.measures()
          .forEach(
              (name, of) ->
                  table.row(
                      arm.key(),
                      name,
                      Integer.toString(arm.seeds().size()),
                      shown(of.median()),
                      shown(of.mean()),
                      Double.isNaN(of.lower95())
                          ? Numbers.ABSENT
                          : shown(of.lower95()) + " to " + shown(of.upper95())));
    }
    StringBuilder text = new StringBuilder(TextTable.render(table.build()));
    comparisons.forEach(c -> text.append('\n').append(c.sentence()).append('\n'));
    failures.forEach(failure -> text.append("Failed: ").append(failure).append('\n'));
    return text.toString();
  }
}
