package dev.bottleneck.study.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.PairedComparison;
import dev.bottleneck.evaluation.Verdict;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.report.Comparison;
import dev.bottleneck.study.report.StudyLeads;
import dev.bottleneck.study.runs.SettingDifference;
import dev.bottleneck.testing.SavedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunsComparedTest extends ComparedRuns {
  @Test
  void pairsAsArmsOfOneRunArePaired() throws IOException {
    RunsCompared compared = compare(run(0.0, A), run(0.3, B), run(0.5, C));
    Metric metric = Metric.loss("loss", "loss", "", 4).of("validation");
    List<PairedComparison> paired =
        List.of(
            PairedComparison.of("corruption 0.0", A, "corruption 0.3", B, true),
            PairedComparison.of("corruption 0.0", A, "corruption 0.5", C, true));
    assertThat(compared.comparisons()).extracting(Comparison::paired).isEqualTo(paired);
    List<Verdict> verdicts = Verdict.of(paired, metric);
    assertThat(compared.comparisons()).extracting(Comparison::verdict).isEqualTo(verdicts);
    assertThat(compared.verdicts())
        .extracting(StudyLeads.Lead::sentence)
        .isEqualTo(verdicts.stream().map(Verdict::sentence).toList());
    assertThat(verdicts.get(0).outcome()).isEqualTo(Verdict.Outcome.TYPICALLY_BETTER);
    assertThat(compared.refusals()).isEmpty();
    assertThat(compared.notes()).isEmpty();
  }

  @Test
  void pairsTheSeedsThatBothHave() throws IOException {
    RunsCompared compared =
        compare(
            run(0.0, A),
            SavedRun.of("denoising-dropout")
                .set("data=mnist", "corruption=0.5", "firstSeed=3", "seeds=6")
                .values("loss", B[2], B[3], B[4])
                .values("crossEntropy", B[2], B[3], B[4]));
    double[] same = {A[2], A[3], A[4]};
    double[] there = {B[2], B[3], B[4]};
    assertThat(compared.comparisons().get(0).paired())
        .isEqualTo(PairedComparison.of("corruption 0.0", same, "corruption 0.5", there, true));
    assertThat(compared.notes())
        .contains(
            "corruption 0.5 and corruption 0.0 are paired on the 3 seeds that both have, of 3 and 7.");
  }

  /** A loss that is the cross-entropy is the same quantity whatever the experiment. */
  @Test
  void pairsExperimentsWhoseLossIsTheSame() throws IOException {
    SavedRun stacked =
        SavedRun.of("stacked").set("seeds=7").values("loss", B).values("crossEntropy", B);
    RunsCompared compared = compare(run(0.0, A).set("validation=first:5000"), stacked);
    assertThat(compared.labels()).containsExactly("denoising-dropout", "stacked");
    assertThat(compared.comparisons().get(0).paired())
        .isEqualTo(PairedComparison.of("denoising-dropout", A, "stacked", B, true));
    assertThat(compared.notes()).isEmpty();
  }

  /** What examples were right says nothing of another measure than the error. */
  @Test
  void otherExamplesAreOfTheErrorAlone() throws IOException {
    SavedRun[] runs = new SavedRun[2];
    for (int i = 0; i < 2; i++) {
      runs[i] = SavedRun.of("denoising-pretraining").set("seeds=7", "corruption=0." + (1 + 4 * i));
      runs[i].values("no-pretraining", "error", A).values("no-pretraining", "squaredError", B);
      runs[i].answers(5, 5, 5, 5, 5, 5, 5);
    }
    List<Path> folders = folders(runs);
    assertThat(RunsCompared.of(folders, Optional.empty()).comparisons().get(0).newExamples())
        .isPresent();
    RunsCompared by = RunsCompared.of(folders, Optional.of("squaredError"));
    assertThat(by.comparisons().get(0).newExamples()).isEmpty();
  }

  /** Seeds that were stopped at will prove nothing, whatever their p-value. */
  @Test
  void noVerdictOnSeedsThatWereNotFixed() throws IOException {
    RunsCompared compared = compare(run(0.0, A), run(0.3, B).set("untilDecided=true"), run(0.5, B));
    assertThat(compared.comparisons()).hasSize(2);
    assertThat(compared.judged())
        .extracting(c -> c.arm().title())
        .containsExactly("corruption 0.5, untilDecided false");
    assertThat(compared.verdicts()).hasSize(1);
    RunsCompared unended = compare(run(0.0, A).set("seeds=8"), run(0.3, B));
    assertThat(unended.comparisons()).hasSize(1);
    assertThat(unended.verdicts()).isEmpty();
    assertThat(unended.text()).contains("no verdict is given");
  }

  @Test
  void comparesAnArmWithTheSame() throws IOException {
    SavedRun[] runs = new SavedRun[2];
    for (int i = 0; i < 2; i++) {
      runs[i] = SavedRun.of("denoising-pretraining").set("seeds=7", "corruption=0." + (1 + 4 * i));
      for (String arm :
          List.of("no-pretraining", "autoencoder-pretraining", "denoising-pretraining")) {
        runs[i].values(arm, "error", i == 0 || arm.startsWith("no-") ? A : B);
      }
    }
    RunsCompared compared = compare(runs);
    assertThat(compared.comparisons())
        .extracting(c -> c.arm().title() + " / " + c.baseline().title())
        .containsExactly(
            "no pretraining, corruption 0.5 / no pretraining, corruption 0.1",
            "autoencoder pretraining, corruption 0.5 / autoencoder pretraining, corruption 0.1",
            "denoising pretraining, corruption 0.5 / denoising pretraining, corruption 0.1");
    assertThat(compared.comparisons())
        .extracting(c -> c.paired().bLower().count())
        .containsExactly(0, 7, 7);
    RunsCompared strangers = compare(runs[0], run(0.0, A).set("evaluateOn=test"));
    assertThat(strangers.comparisons()).isEmpty();
  }

  @Test
  void tellsOnlyWhatDiffers() throws IOException {
    RunsCompared compared = compare(run(0.0, A), run(0.5, B).commit("1111"));
    assertThat(compared.differences())
        .containsExactly(
            new SettingDifference("corruption", List.of("0.0", "0.5")),
            new SettingDifference("code version", List.of("0000", "1111")));
    String commit = "0123456789abcdef0123456789abcdef01234567";
    RunsCompared versions =
        compare(
            run(0.0, A).commit(commit),
            run(0.0, A).commit(commit + "-dirty"),
            run(0.0, A).commit(commit).resumedBy("1111", commit));
    assertThat(versions.differences())
        .containsExactly(
            new SettingDifference(
                "code version", List.of(commit, commit + "-dirty", commit + ", 1111")));
    assertThat(versions.text()).contains("0123456789ab-dirty", "0123456789ab, 1111");
    RunsCompared alike = compare(run(0.0, A), run(0.0, B));
    assertThat(alike.differences()).isEmpty();
    assertThat(alike.text()).contains("Settings that differ: none");
    assertThat(alike.labels()).doesNotHaveDuplicates().allMatch(l -> l.contains("00000"));
  }

  @Test
  void namesRunsByWhatTellsThemApart() throws IOException {
    SavedRun stacked = SavedRun.of("stacked").set("seeds=1").values("loss", 1);
    assertThat(compare(run(0.0, A), run(0.5, B), stacked).labels())
        .containsExactly(
            "denoising-dropout, corruption 0.0", "denoising-dropout, corruption 0.5", "stacked");
    assertThat(compare(run(0.0, A), run(0.0, B).set("code=3", "corruption=0.2")).labels())
        .containsExactly("code 30, corruption 0.0", "code 3, corruption 0.2");
  }

  @Test
  void tellsWhatHasNotEnded() throws IOException {
    RunsCompared compared =
        compare(
            run(0.0, A).state("interrupted"),
            run(0.3, B[0], B[1]).state("running"),
            run(0.5, B[0]).state("running").atWork());
    assertThat(compared.notes())
        .contains(
            "corruption 0.3 is unfinished: 2 of 7 networks have ended, and count; no verdict is given.",
            "corruption 0.5 is running: 1 of 7 networks have ended, and count; no verdict is given.")
        .noneMatch(note -> note.startsWith("corruption 0.0"));
    assertThat(compared.comparisons()).extracting(c -> c.paired().n()).containsExactly(2, 1);
  }

  /** A folder may be called anything. */
  @Test
  void namesOfFoldersSteerNoTerminal() throws IOException {
    Path a = write(run(0.0, A));
    Path b = write(run(0.0, B));
    Path named = Files.move(b, b.resolveSibling("20260101-000000-\u001b[2J"));
    assertThat(RunsCompared.of(List.of(named, a), Optional.empty()).text())
        .contains("\\u001b[2J")
        .doesNotContain("\u001b");
  }

  @Test
  void refusesWhatCannotBeCompared() throws IOException {
    Path run = write(run(0.0, A));
    assertThatThrownBy(() -> RunsCompared.of(List.of(run), Optional.empty()))
        .hasMessage("it takes two runs to compare: give the folders of both");
    Path again =
        folder.resolve("denoising-dropout/../denoising-dropout").resolve(run.getFileName());
    assertThatThrownBy(() -> RunsCompared.of(List.of(run, again), Optional.empty()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is given twice");
    assertThatThrownBy(
            () -> RunsCompared.of(List.of(run, write(run(0.5, B))), Optional.of("squarderror")))
        .hasMessageContaining("did you mean squaredError?");
  }
}
