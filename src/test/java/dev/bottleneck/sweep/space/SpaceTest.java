package dev.bottleneck.sweep.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.sweep.search.GridSearch;
import dev.bottleneck.sweep.space.Dimension.Condition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpaceTest {
  private static Dimension dimension(String name, Domain domain) {
    return new Dimension(name, domain, Optional.empty());
  }

  private static final Space CONDITIONAL =
      new Space(
          List.of(
              dimension("kind", new Domain.Choice(List.of("a", "b", "c"))),
              new Dimension(
                  "level",
                  new Domain.Uniform(0, 1),
                  Optional.of(new Condition("kind", Set.of("b")))),
              new Dimension(
                  "level",
                  new Domain.Whole(10, 12),
                  Optional.of(new Condition("kind", Set.of("c"))))));

  @Test
  void aGeneIsAShareOfTheDistribution() {
    Space space =
        new Space(
            List.of(
                dimension("u", new Domain.Uniform(-1, 3)),
                dimension("l", new Domain.LogUniform(1e-4, 1))));
    assertThat(space.getValue(new double[] {0, 0}))
        .containsEntry("u", "-1")
        .containsEntry("l", "0.0001");
    assertThat(space.getValue(new double[] {1, 1})).containsEntry("u", "3").containsEntry("l", "1");
    assertThat(space.getValue(new double[] {0.5, 0.5}))
        .containsEntry("u", "1")
        .containsEntry("l", "0.01");
  }

  @Test
  void wholeNumbersAndChoicesAreEquallyLikely() {
    Space space =
        new Space(
            List.of(
                dimension("n", new Domain.Whole(3, 7)),
                dimension("c", new Domain.Choice(List.of("x", "y")))));
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < 1_000; i++) {
      double gene = (i + 0.5) / 1_000;
      space
          .getValue(new double[] {gene, gene})
          .values()
          .forEach(v -> counts.merge(v, 1, Integer::sum));
    }
    assertThat(counts).containsOnlyKeys("3", "4", "5", "6", "7", "x", "y");
    for (String n : List.of("3", "4", "5", "6", "7")) {
      assertThat((double) counts.get(n)).isCloseTo(200, within(1.0));
    }
    assertThat((double) counts.get("x")).isCloseTo(500, within(1.0));
  }

  @Test
  void aDimensionCountsWhereItsConditionIsMet() {
    assertThat(CONDITIONAL.getValue(new double[] {0.1, 0.5, 0.5})).containsOnlyKeys("kind");
    assertThat(CONDITIONAL.getValue(new double[] {0.5, 0.5, 0.5})).containsEntry("level", "0.5");
    assertThat(CONDITIONAL.getValue(new double[] {0.9, 0.5, 0.5})).containsEntry("level", "11");
  }

  @Test
  void valuesHaveSixDigitsAndStayWithinTheirRange() {
    Domain domain = new Domain.Uniform(0.12345612, 0.5);
    Space space = new Space(List.of(dimension("u", domain)));
    assertThat(space.getValue(new double[] {0}).get("u")).isEqualTo("0.12345612");
    assertThat(space.getValue(new double[] {0.5}).get("u")).isEqualTo("0.311728");
    assertThat(domain.extremes()).containsExactly("0.12345612", "0.5");
  }

  @Test
  void theGridHasEachSettingOnce() {
    GridSearch grid = new GridSearch(CONDITIONAL, 4);
    Set<Map<String, String>> settings = new HashSet<>();
    for (int i = 0; i < grid.size(); i++) {
      settings.add(grid.propose(i).orElseThrow().parameters());
    }
    // a: no level; b: four levels; c: three whole numbers. Arbiter's own product has 3 * 4 * 3.
    assertThat(grid.size()).isEqualTo(1 + 4 + 3);
    assertThat(settings).hasSize(8);
    assertThat(grid.propose(8)).isEmpty();
    assertThat(settings.stream().filter(s -> "b".equals(s.get("kind"))).map(s -> s.get("level")))
        .containsExactlyInAnyOrder("0", "0.333333", "0.666667", "1");
  }

  @Test
  void theGridReachesBothEndsOfALogarithmicRange() {
    GridSearch grid =
        new GridSearch(new Space(List.of(dimension("l", new Domain.LogUniform(0.001, 10)))), 5);
    assertThat(
            List.of(0, 1, 2, 3, 4).stream()
                .map(i -> grid.propose(i).orElseThrow().parameters().get("l")))
        .containsExactly("0.001", "0.01", "0.1", "1", "10");
  }
}
