package dev.bottleneck.study.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.testing.SavedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not paired, and why. */
class RefusalTest extends ComparedRuns {
  /** What a run does not have is no failure of it. */
  @Test
  void aMeasureThatOneHasNotIsNoFailure() throws IOException {
    List<Path> runs = folders(run(0.0, A).values("ssim", A), run(0.5, B), run(0.3, B));
    RunsCompared compared = RunsCompared.of(runs, Optional.of("ssim"));
    assertThat(compared.comparisons()).isEmpty();
    assertThat(compared.refusals())
        .contains(
            "Not paired: corruption 0.5 cannot be held against corruption 0.0: corruption 0.5 has no"
                + " ssim.");
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refused(r -> r.set("evaluateOn=test"), "was measured on test data, and %s on validation"),
        refused(
            r -> r.hash("validation", "12".repeat(32)),
            "was measured on other data (SHA-256 121212121212…, that of %s bbbbbbbbbbbb…)"),
        refused(r -> r.hash("train", "12".repeat(32)), "was trained on other data (SHA-256 12"),
        refused(r -> r.hash("train", null), "may have been trained on other data: the manifest"),
        refused(r -> r.set("quick=true"), "is of quick mode, and %s is not."),
        refused(r -> r.set("scale=standard"), "has its examples scaled otherwise (standard, "),
        refused(r -> r.values("loss", 0.4), "may have another loss than %s, penalties included"),
        refused(
            r -> SavedRun.of("few-labels").set("evaluateOn=validation", "validation=first:5000"),
            "is compared by its validation error (error), and %s by its validation loss"));
  }

  private static Arguments refused(UnaryOperator<SavedRun> change, String reason) {
    return Arguments.of(change, reason);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusesWhatIsNoPair(UnaryOperator<SavedRun> change, String reason) throws IOException {
    RunsCompared compared = compare(run(0.0, A), change.apply(run(0.5, B)));
    assertThat(compared.comparisons()).isEmpty();
    assertThat(compared.verdicts()).isEmpty();
    String base = compared.labels().get(0);
    assertThat(compared.refusals())
        .singleElement()
        .asString()
        .startsWith("Not paired: " + compared.labels().get(1) + " ")
        .contains(reason.formatted(base));
    assertThat(compared.text()).contains(compared.refusals().get(0));
  }

  @Test
  void refusesSeedsThatAreOthers() throws IOException {
    RunsCompared compared =
        compare(
            run(0.0, A),
            SavedRun.of("denoising-dropout")
                .set("data=mnist", "corruption=0.5", "seeds=2", "firstSeed=100")
                .values("loss", 0.1, 0.2)
                .values("crossEntropy", 0.1, 0.2));
    assertThat(compared.refusals())
        .containsExactly(
            "Not paired: corruption 0.5 has ended on no seed that corruption 0.0 has ended on (on"
                + " 100 to 101; on 1 to 7): --set firstSeed=1 gives it the same ones.");
  }

  /** A penalised loss is another quantity for each weight; what all are measured by is not. */
  @Test
  void penalisedLossesOfOtherSettingsAreNotPaired() throws IOException {
    List<Path> runs =
        folders(
            sparse("sparsityWeight=0.01", A),
            sparse("sparsityWeight=0.1", B),
            sparse("sparsityWeight=0.01", C));
    RunsCompared compared = RunsCompared.of(runs, Optional.empty());
    assertThat(compared.comparisons()).hasSize(1);
    assertThat(compared.comparisons().get(0).arm().title())
        .startsWith("sparsityWeight 0.01 (")
        .isEqualTo(compared.labels().get(2));
    assertThat(compared.refusals())
        .singleElement()
        .asString()
        .startsWith("Not paired: sparsityWeight 0.1 may have another loss than ")
        .endsWith("--by takes a measure that both have, such as squaredError.");
    RunsCompared by = RunsCompared.of(runs, Optional.of("squaredError"));
    assertThat(by.metric().name()).isEqualTo("validation squaredError");
    assertThat(by.comparisons()).hasSize(2);
    assertThat(by.refusals()).isEmpty();
  }

  private static SavedRun sparse(String setting, double... values) {
    double[] more = DoubleStream.of(values).map(value -> value + 0.01).toArray();
    return SavedRun.of("sparse-kl")
        .set("seeds=7", setting)
        .values("loss", more)
        .values("crossEntropy", values)
        .values("squaredError", values);
  }

  /** What is measured on images with other noise is measured on another task. */
  @Test
  void otherTasksAreNotPaired() throws IOException {
    SavedRun[] runs = new SavedRun[2];
    for (int i = 0; i < 2; i++) {
      runs[i] = SavedRun.of("skip-connections").set("seeds=7", "corruption=0." + (1 + 4 * i));
      for (String arm : List.of("convolutional", "skip-connections")) {
        runs[i].values(arm, "psnr", i == 0 ? A : B).values(arm, "squaredError", i == 0 ? A : B);
      }
    }
    List<Path> folders = folders(runs);
    RunsCompared compared = RunsCompared.of(folders, Optional.empty());
    assertThat(compared.comparisons()).isEmpty();
    assertThat(compared.refusals())
        .singleElement()
        .asString()
        .contains("was measured on another task (corruption 0.5, corruptionKind ");
    RunsCompared by = RunsCompared.of(folders, Optional.of("squaredError"));
    assertThat(by.comparisons()).hasSize(2);
  }

  /** An arm of which a measure is never taken has not failed on every seed. */
  @Test
  void anArmWithoutTheMeasureHasNotFailed() throws IOException {
    SavedRun[] runs = new SavedRun[2];
    for (int i = 0; i < 2; i++) {
      runs[i] = SavedRun.of("denoising-pretraining").set("seeds=7", "corruption=0." + (1 + 4 * i));
      runs[i].values("no-pretraining", "error", A).values("denoising-pretraining", "error", A);
      runs[i].values("denoising-pretraining", "squaredError", i == 0 ? A : B);
    }
    RunsCompared compared = RunsCompared.of(folders(runs), Optional.of("squaredError"));
    assertThat(compared.comparisons())
        .singleElement()
        .extracting(c -> c.arm().title())
        .isEqualTo("denoising pretraining, corruption 0.5");
    assertThat(compared.refusals())
        .contains("Not paired: no pretraining, corruption 0.5 has no squaredError.");
  }

  /** A run that failed on all seeds is no stranger: it is worse than any that did not. */
  @Test
  void aRunThatFailedIsPaired() throws IOException {
    SavedRun lost =
        SavedRun.of("denoising-dropout")
            .set("data=mnist", "corruption=0.5", "seeds=7")
            .failed(1, 2, 3, 4, 5, 6, 7);
    RunsCompared compared = compare(run(0.0, A), lost);
    assertThat(compared.refusals()).isEmpty();
    assertThat(compared.comparisons().get(0).paired().arms().failedB()).isEqualTo(7);
    assertThat(compared.notes()).contains("corruption 0.5: Failed: denoising, seed 1: diverged.");
  }

  @Test
  void refusesMeasuresOfWhichTheOtherWayIsBetter() throws IOException {
    RunsCompared compared = compare(run(0.0, A), run(0.5, B));
    Side base = compared.sides().get(0);
    Side other = compared.sides().get(1);
    Metric m = other.metric();
    Metric turned =
        new Metric(m.key(), m.name(), m.unit(), m.differenceUnit(), m.factor(), 4, false);
    assertThat(
            Refusal.of(
                base,
                new Side(other.run(), other.label(), turned),
                compared.arms().pairs(1),
                compared.result()))
        .hasValue(
            "Not paired: corruption 0.5 takes more of loss for the better, and corruption 0.0 the"
                + " other way.");
  }

  @Test
  void refusesOtherExamplesThanWereClassified() throws IOException {
    SavedRun[] runs = new SavedRun[2];
    for (int i = 0; i < 2; i++) {
      runs[i] = SavedRun.of("denoising-pretraining").set("seeds=2", "corruption=0." + (1 + 4 * i));
      runs[i].values("no-pretraining", "error", A[0], A[1]).answers(5 + i, 5 + i);
    }
    assertThat(compare(runs).refusals())
        .containsExactly(
            "Not paired: corruption 0.5 has classified 6 examples, and corruption 0.1 5.");
  }
}
