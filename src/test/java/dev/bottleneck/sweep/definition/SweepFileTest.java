package dev.bottleneck.sweep.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.space.Dimension;
import dev.bottleneck.sweep.trial.Objective;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sweep's file may say, and what each mistake is answered with. */
class SweepFileTest {
  private static final String GOOD =
      """
      name: toy
      experiment: denoising-dropout
      set: {data: mnist, quick: true}
      space:
        corruptionKind: {choice: [masking, gaussian]}
        corruption:
          - {uniform: [0.1, 0.5], when: {corruptionKind: masking}}
          - {uniform: [0.1, 1.5], when: {corruptionKind: [gaussian]}}
        code: {integer: [4, 64]}
        learningRate: {log-uniform: [0.0001, 0.01]}
      search: {kind: tpe, startup: 5}
      objective: {metric: probeError, goal: min}
      budget: {trials: 20}
      """;

  private static SweepDefinition parse(String yaml, String... overrides) {
    return SweepFile.parse("my.yaml", yaml, List.of(overrides));
  }

  @Test
  void readsEveryKindOfDimension() {
    SweepDefinition sweep = parse(GOOD);
    assertThat(sweep.space().dimensions())
        .extracting(Dimension::label)
        .containsExactly(
            "corruptionKind",
            "corruption (masking)",
            "corruption (gaussian)",
            "code",
            "learningRate");
    assertThat(sweep.search().startup()).isEqualTo(5);
    assertThat(sweep.search().candidates()).isEqualTo(SearchOptions.DEFAULTS.candidates());
    assertThat(sweep.objective().arm()).isEqualTo("denoising");
    assertThat(sweep.budget()).isEqualTo(new Budget(20, 0));
    assertThat(sweep.seedsPerTrial()).isEqualTo(1);
  }

  @Test
  void measuresOnValidationDataWhateverTheExperimentDoes() {
    SweepDefinition sweep = parse(GOOD);
    assertThat(sweep.identity()).containsEntry("experiment.evaluateOn", "validation");
    assertThat(sweep.identity()).containsEntry("experiment.data", "mnist");
  }

  @Test
  void theCommandLineHasTheLastWord() {
    assertThat(parse(GOOD, "hidden=7").identity())
        .containsEntry("experiment.hyperparameters.hidden", "7");
  }

  @Test
  void seedsDependOnSweepSeedAndTrialAlone() {
    SweepDefinition sweep = parse(GOOD);
    assertThat(sweep.seeds(3)).isEqualTo(parse(GOOD + "finalSeeds: 9\n").seeds(3));
    assertThat(sweep.firstSeed(3)).isNotEqualTo(sweep.firstSeed(4));
    assertThat(sweep.firstSeed(3)).isNotEqualTo(parse(GOOD + "sweepSeed: 2\n").firstSeed(3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "code: {i | coed: {i | space: unknown key coed; did you mean code?",
        "[4, 64] | [4, 4] | space.code integer is [4,4]: an empty range; a fixed value stands",
        "[4, 64] | [64, 4] | space.code integer is [64,4]: the lower end comes first, [4, 64]",
        "[4, 64] | [4, 64.5] | both ends must be whole numbers",
        "[4, 64] | [4] | expected two numbers, such as [1, 10]",
        "[4, 64] | four | expected two numbers, such as [1, 10]",
        "[0.0001, 0.01] | [0.01, 0] | there is no logarithm of 0; both ends must be above 0",
        "[0.0001, 0.01] | [0, 0] | there is no logarithm of 0; both ends must be above 0",
        "[4, 64] | [64.5, 4] | both ends must be whole numbers",
        "[0.0001, 0.01] | [0, 0.01] | there is no logarithm of 0; both ends must be above 0",
        "[masking, gaussian]} | [masking]} | a fixed value stands under set",
        "[masking, gaussian]} | [masking, masking]} | choice has masking twice",
        "corruptionKind: masking | corruptoinKind: masking | which is no choice above it",
        "corruptionKind: masking | corruptionKind: maskign | the choices are masking, gaussian",
        "corruptionKind: masking | corruptionKind: gaussian | has two ranges",
        "uniform: [0.1, 0.5] | unifrom: [0.1, 0.5] | unknown key unifrom; did you mean uniform?",
        "objective: {m | objective: {arm: denosing, m | objective.arm is denosing",
        "goal: min | goal: low | goal is low: expected min or max",
        "kind: tpe, startup | kind: random, startup | search of kind random: unknown key startup",
        "kind: tpe | kind: bayes | kind is bayes: expected random or grid or genetic or tpe or gp",
        "trials: 20 | trials: 0 | trials is 0: it must be at least 1",
        "kind: tpe, startup | kind: gp, candidates | search of kind gp: unknown key candidates",
        "trials: 20 | trails: 20 | unknown key trails; did you mean trials?",
        "name: toy | nam: toy | unknown key nam; did you mean name?",
        "name: toy | name: ../toy | name is ../toy: use small letters",
        "quick: true | quik: true | unknown key quik; did you mean quick?",
        "quick: true | seeds: 3 | my.yaml: set.seeds: a sweep sets that itself",
        "quick: true | validation: none | validation is none: name a part",
        "experiment: denoising-dropout | experiment: denoising-dropuot | did you mean",
        "name: toy | name: [ | not well-formed YAML",
      })
  void namesTheMistakeInOneLine(String good, String bad, String message) {
    assertThat(GOOD).contains(good);
    assertThatThrownBy(() -> parse(GOOD.replace(good, bad)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  /** Whatever says how many: the file, or who begins it. */
  @Test
  void aGaussianProcessTakesSoManyTrials() {
    SweepDefinition few = parse(GOOD.replace("kind: tpe", "kind: gp")).withTrials(300);
    assertThat(few.requireFewEnough()).isSameAs(few);
    assertThatThrownBy(() -> few.withTrials(301).requireFewEnough())
        .isInstanceOf(UserError.class)
        .hasMessage(
            "my.yaml: a search of kind gp takes 300 trials at the most, and budget.trials or --trials"
                + " is 301: take kind tpe");
  }

  @Test
  void aGaussianProcessTakesOneObjective() {
    String gp = GOOD.replace("kind: tpe", "kind: gp") + "second: {parameter: code}\n";
    assertThatThrownBy(() -> parse(gp))
        .hasMessageContaining("search.kind is gp, which goes with one objective");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "=", "==", "=x", " =x", "hidden", "hidden=b=c", "hidden=[", "a=b=c", "%d=1"})
  void aMalformedAssignmentIsOneLine(String assignment) {
    assertThatThrownBy(() -> parse(GOOD, assignment))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(assignment.isEmpty() ? "--set" : assignment.substring(0, 1).strip())
        .hasMessageNotContaining("\n")
        .hasMessageNotContaining("Index");
  }

  /** What the message shows is taken by the sweep. */
  @Test
  void theAssignmentThatIsAdvisedIsTaken() {
    assertThatThrownBy(() -> parse(GOOD, "=")).hasMessageEndingWith("such as --set quick=true");
    assertThat(parse(GOOD, "quick=true").identity()).containsEntry("experiment.quick", "true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name: toy",
        "experiment: denoising-dropout",
        "set: {data: mnist, quick: true}",
        "code: {integer: [4, 64]}",
        "  space:",
        "search: {kind: tpe, startup: 5}",
        "budget: {trials: 20}",
        "seedsPerTrial: 1",
      })
  void aKeyThatIsGivenTwiceIsRefused(String line) {
    String twice =
        line.equals("  space:")
            ? GOOD + "space: {code: {integer: [4, 64]}}\n"
            : GOOD.contains("  " + line)
                ? GOOD.replace("  " + line, "  " + line + "\n  " + line)
                : GOOD.replace(line, "") + line + "\n" + line + "\n";
    String key = line.strip().substring(0, line.strip().indexOf(':'));
    assertThatThrownBy(() -> parse(twice))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("my.yaml")
        .hasMessageContaining(key)
        .hasMessageNotContaining("\n");
  }

  /** Each key of a sweep's file, with nothing where its value was. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "name: toy",
        "experiment: denoising-dropout",
        "set: {data: mnist, quick: true}",
        "data: mnist",
        "quick: true",
        "corruptionKind: {choice: [masking, gaussian]}",
        "{choice: [masking, gaussian]}",
        "[masking, gaussian]",
        "masking, gaussian",
        "code: {integer: [4, 64]}",
        "[4, 64]",
        "when: {corruptionKind: masking}",
        "corruptionKind: masking",
        "search: {kind: tpe, startup: 5}",
        "kind: tpe",
        "startup: 5",
        "objective: {metric: probeError, goal: min}",
        "metric: probeError",
        "goal: min",
        "budget: {trials: 20}",
        "trials: 20",
      })
  void nothingIsNoValue(String good) {
    int colon = good.matches("[a-zA-Z]+: .*") ? good.indexOf(':') + 1 : 0;
    for (String nothing : List.of("null", "~")) {
      String bad = good.substring(0, colon) + " " + nothing;
      assertThat(GOOD).contains(good);
      assertThatThrownBy(() -> parse(GOOD.replace(good, bad)))
          .as(bad)
          .isInstanceOf(UserError.class)
          .hasMessageContaining("my.yaml")
          .hasMessageNotContaining("\n")
          .hasMessageNotContaining("Cannot invoke")
          .hasMessageNotContaining("java.");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"space", "set", "pruning", "objective.arm", "budget.minutes", "seedsPerTrial"})
  void nothingIsNoValueOfWhatMayBeLeftOut(String path) {
    String key = path.substring(path.indexOf('.') + 1);
    String bad =
        path.contains(".")
            ? GOOD.replaceAll(
                path.substring(0, path.indexOf('.')) + ": \\{", "$0" + key + ": null, ")
            : GOOD.replaceAll("(?m)^" + key + ":", "old" + key + ":") + key + ": null\n";
    assertThatThrownBy(() -> parse(bad))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("my.yaml")
        .hasMessageNotContaining("\n")
        .hasMessageNotContaining("Cannot invoke")
        .hasMessageNotContaining("java.");
  }

  @Test
  void anExperimentWithoutAValidationLossCannotBePruned() {
    String yaml =
        """
        name: toy
        experiment: few-labels
        space: {code: {integer: [2, 50]}}
        objective: {metric: error, arm: pretrained-100}
        budget: {trials: 3}
        """;
    assertThat(parse(yaml).objective().goal()).isEqualTo(Objective.Goal.MIN);
    assertThatThrownBy(() -> parse(yaml + "pruning: {kind: asha}\n"))
        .hasMessageContaining("gives no validation loss after its epochs");
    assertThatThrownBy(() -> parse(yaml.replace(", arm: pretrained-100", "")))
        .hasMessageContaining("objective.arm is missing: few-labels trains scratch-100");
  }
}
