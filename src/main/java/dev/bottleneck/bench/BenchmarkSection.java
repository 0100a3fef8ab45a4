package dev.bottleneck.bench;

import dev.bottleneck.report.MarkdownTable;
import dev.bottleneck.report.Table;
import java.util.List;
import java.util.stream.Collectors;

/** The section of the page that says how fast training steps are, and what was measured how. */
final class BenchmarkSection {
  private static final String METHOD =
      """
      Milliseconds of one step: forward, backward and Adam, with binary cross-entropy from logits, on %s.
      A figure is the median of %d rounds, in brackets the quartiles. In a round every contender in turn takes steps for about
      %s ms, after as long a warm-up; each round begins with another. A ratio is the median of the rounds' own ratios, so that
      what slows the whole machine for a while slows neither against the other. All contenders train on the same batches in
      the same order, with the same number of threads, and their losses after the same steps are checked to be alike.
      """;
  private static final String ROOF =
      """
      The large product is oneDNN's of two matrices of %1$d × %1$d in single precision, the second in the layout that oneDNN
      chooses, timed in the same rounds. A dense net's operations are those of its products: two for each weight and example
      forward, two for the weights' gradient, and two for the input's, which the first layer does not need. Activations, loss
      and Adam count for nothing and take time.
      """;

  private BenchmarkSection() {}

  /**
   * @param tables the steps', the machine's, and perhaps that of bf16
   */
  static String text(
      BenchmarkPlan plan, BenchmarkImages images, Environment environment, List<Table> tables) {
    return String.join(
        "\n",
        METHOD.formatted(images.name(), plan.rounds(), plan.slice().toMillis()),
        plan.nets().stream()
            .map(net -> "- %s: %s\n".formatted(net, net.layers()))
            .collect(Collectors.joining()),
        environment.bullets(),
        MarkdownTable.render(tables.get(0)),
        "### " + tables.get(1).caption() + "\n",
        ROOF.formatted(RoofContender.SIZE),
        MarkdownTable.render(tables.get(1)),
        tables.stream()
            .skip(2)
            .map(table -> "### " + table.caption() + "\n\n" + MarkdownTable.render(table))
            .collect(Collectors.joining("\n")));
  }
}
