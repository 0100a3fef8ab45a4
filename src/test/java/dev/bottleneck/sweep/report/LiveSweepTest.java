package dev.bottleneck.sweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.report.Block;
import dev.bottleneck.report.Figure;
import dev.bottleneck.report.HtmlReport;
import dev.bottleneck.report.Table;
import dev.bottleneck.sweep.ToySweep;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.store.Ends;
import dev.bottleneck.sweep.store.TrialStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page of a sweep under way shows. */
class LiveSweepTest {
  @TempDir Path folder;

  /** After so many trials, of which each is better by the loss and worse by the sparsity. */
  private HtmlReport page(int trials, String... yaml) throws IOException {
    SweepDefinition sweep = ToySweep.parse(folder, yaml);
    Path file = folder.resolve("store-" + trials);
    TrialStore.in(file).create(sweep.identity());
    try (TrialStore store = TrialStore.open(file, Duration.ofHours(1))) {
      Ends.all(
          ToySweep.queue(store, sweep, trials),
          trial -> {
            double loss = 1.0 / (1 + trial.number());
            Ends.complete(
                store,
                trial,
                Map.of("crossEntropy", List.of(loss), "sparsity", List.of(loss)),
                loss,
                1);
          });
      return new LiveSweep(
              sweep,
              sweep.objective().shown(sweep.base().experiment().headline(), "validation"),
              store,
              1,
              folder)
          .page();
    }
  }

  private static Stream<Block> blocks(HtmlReport page) {
    return page.sections().stream().flatMap(section -> section.blocks().stream());
  }

  private static List<Figure> figures(HtmlReport page) {
    return blocks(page).flatMap(Block::figureBlocks).map(Block.FigureBlock::figure).toList();
  }

  private static Table table(HtmlReport page, String caption) {
    return blocks(page)
        .filter(Block.TableBlock.class::isInstance)
        .map(block -> ((Block.TableBlock) block).table())
        .filter(table -> table.caption().equals(caption))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theFrontOfTwoObjectivesIsDrawnWhileItGrows() throws IOException {
    String second = "second: {metric: sparsity, goal: max}";
    HtmlReport page = page(3, second);
    assertThat(figures(page))
        .extracting(Figure::name)
        .containsExactly("history", "parallel-coordinates", "front");
    assertThat(figures(page).get(2)).matches(Figure::drawn).matches(its -> its.svg().isEmpty());
    assertThat(table(page, "The front").rows()).hasSize(3);
    assertThat(page.facts())
        .contains(
            new HtmlReport.Fact("Objective", "validation crossEntropy, min, and sparsity, max"));
    assertThat(table(page, "The best settings").rows().get(0)).contains("0.3333").startsWith("2");
    assertThat(table(page, "The best settings").columns())
        .contains(new Table.Column("sparsity", true));
    assertThat(figures(page(0, second))).isEmpty();
  }

  @Test
  void oneObjectiveHasNoFront() throws IOException {
    assertThat(figures(page(2))).extracting(Figure::name).doesNotContain("front");
  }
}
