package dev.bottleneck.study.report;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.PairedComparison;
import dev.bottleneck.evaluation.PairedComparison.MeanDifference;
import dev.bottleneck.evaluation.Share;
import dev.bottleneck.evaluation.Verdict;
import dev.bottleneck.evaluation.Verdict.Outcome;
import dev.bottleneck.report.Drawing;
import dev.bottleneck.report.Figure;
import dev.bottleneck.report.IntervalChart;
import dev.bottleneck.report.Table;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.result.ArmPair;
import dev.bottleneck.study.result.StudyResult;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A study's seeds in disjoint blocks, each judged as if it were the only one: how often does the
 * verdict come out the same?
 *
 * @param seeds of a block
 * @param blocks for each block its comparisons, in the order of the pairs; all of one length
 */
record Replication(int seeds, List<List<Comparison>> blocks, Metric metric) {

  /** Of the blocks all of whose seeds have ended. */
  static Replication of(
      StudyResult result, Configuration<?> configuration, List<ArmPair> pairs, Metric metric) {
    int length = configuration.seeds() / configuration.blocks();
    List<List<Comparison>> blocks = new ArrayList<>();
    for (int block = 0; block < configuration.blocks(); block++) {
      List<Long> seeds = configuration.seedList().subList(block * length, (block + 1) * length);
      StudyResult part = result.on(seeds);
      if (part.jobs().size() == length * result.arms().size()) {
        blocks.add(Comparison.of(part, pairs, metric));
      }
    }
    return new Replication(length, blocks, metric);
  }

  /** Whether there is anything to say. */
  boolean any() {
    return !blocks.isEmpty() && !blocks.get(0).isEmpty();
  }

  private int pairs() {
    return blocks.get(0).size();
  }

  private String name(int pair) {
    Comparison c = blocks.get(0).get(pair);
    return c.arm().title() + " against " + c.baseline().title();
  }

  private Map<Outcome, Integer> outcomes(int pair) {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    blocks.forEach(block -> counts.merge(block.get(pair).verdict().outcome(), 1, Integer::sum));
    return counts;
  }

  /** The outcome that came out most often; of equals the first block's. */
  private Outcome usual(int pair) {
    Map<Outcome, Integer> counts = outcomes(pair);
    Outcome first = blocks.get(0).get(pair).verdict().outcome();
    return counts.entrySet().stream()
        .max(
            Map.Entry.<Outcome, Integer>comparingByValue()
                .thenComparing(entry -> entry.getKey() == first))
        .orElseThrow()
        .getKey();
  }

  /** For each pair, how often its usual verdict came out. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    for (int pair = 0; pair < pairs(); pair++) {
      Outcome usual = usual(pair);
      Share share = Share.of(outcomes(pair).get(usual), blocks.size());
      sentences.add(
          "%s: \"%s\" came out in %s blocks of %d seeds, %s of all."
              .formatted(
                  capital(name(pair)), usual.words(), share.counted(), seeds, share.range()));
    }
    return sentences;
  }

  /** Every outcome of every pair. */
  Table table() {
    Table.Builder table =
        Table.titled("Replication: %d disjoint blocks of %d seeds".formatted(blocks.size(), seeds))
            .text("arm against baseline")
            .text("verdict")
            .number("blocks")
            .number("of all blocks");
    for (int pair = 0; pair < pairs(); pair++) {
      for (Map.Entry<Outcome, Integer> outcome : outcomes(pair).entrySet()) {
        Share share = Share.of(outcome.getValue(), blocks.size());
        table.row(
            name(pair), outcome.getKey().words(), Integer.toString(share.count()), share.range());
      }
    }
    return table.note("of all blocks: exact 95 % interval").build();
  }

  /** A forest plot for each pair: a row a block. */
  List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    for (int pair = 0; pair < pairs(); pair++) {
      int which = pair;
      Comparison c = blocks.get(0).get(pair);
      figures.add(
          Figure.draw(
              "replication-%s-%s".formatted(c.arm().key(), c.baseline().key()),
              "%s: the difference in each block of %d seeds. Right of zero the arm is below its baseline."
                  .formatted(capital(name(pair)), seeds),
              "Differences of " + name(pair) + ", a row a block",
              () -> forest(which)));
    }
    return figures;
  }

  private Drawing forest(int pair) {
    IntervalChart chart =
        IntervalChart.titled(
                "",
                "difference in " + metric.name() + ", " + metric.differenceUnit(),
                metric.decimals(),
                "median (95 % interval)",
                "mean, 95 % interval")
            .differences()
            .ofOneKind();
    for (int block = 0; block < blocks.size(); block++) {
      Comparison c = blocks.get(block).get(pair);
      PairedComparison paired = c.paired();
      chart.row(
          "block %d".formatted(block + 1),
          List.of(
              IntervalFigures.estimate(paired.signs().median(), metric.factor()),
              IntervalFigures.estimate(
                  paired.mean().map(MeanDifference::student).orElse(IntervalFigures.NOTHING),
                  metric.factor())));
    }
    return chart.draw();
  }

  /** For {@code summary.json}. */
  Map<String, Object> describe() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("blocks", blocks.size());
    map.put("seedsOfABlock", seeds);
    for (int pair = 0; pair < (any() ? pairs() : 0); pair++) {
      Comparison c = blocks.get(0).get(pair);
      map.put(
          c.arm().key() + " against " + c.baseline().key(),
          blocks.stream().map(block -> verdict(block, c)).map(v -> v.outcome().name()).toList());
    }
    return map;
  }

  private static Verdict verdict(List<Comparison> block, Comparison like) {
    return block.stream()
        .filter(c -> c.arm().equals(like.arm()) && c.baseline().equals(like.baseline()))
        .findFirst()
        .orElseThrow()
        .verdict();
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
