package dev.bottleneck.evaluation;

import static dev.bottleneck.evaluation.Verdict.Outcome.BETTER;
import static dev.bottleneck.evaluation.Verdict.Outcome.DIVIDED;
import static dev.bottleneck.evaluation.Verdict.Outcome.NOT_SHOWN;
import static dev.bottleneck.evaluation.Verdict.Outcome.TYPICALLY_BETTER;
import static dev.bottleneck.evaluation.Verdict.Outcome.TYPICALLY_WORSE;
import static dev.bottleneck.evaluation.Verdict.Outcome.UNDECIDED;
import static dev.bottleneck.evaluation.Verdict.Outcome.WEAK_EVIDENCE;
import static dev.bottleneck.evaluation.Verdict.Outcome.WORSE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final Metric TEST_ERROR = Metric.classificationError().of("test");

  /** {@code n} values about .02. */
  private static double[] base(int n) {
    Random random = new Random(1);
    return random.doubles(n, .018, .022).toArray();
  }

  /** The base with each value moved by the next of {@code shifts}. */
  private static double[] shifted(int n, double... shifts) {
    double[] values = base(n);
    for (int i = 0; i < n; i++) {
      values[i] += shifts[i % shifts.length];
    }
    return values;
  }

  private static PairedComparison compare(double[] a, double[] b) {
    return PairedComparison.of("no pretraining", a, "denoising pretraining", b);
  }

  private static PairedComparison compare(int n, double... shifts) {
    return compare(base(n), shifted(n, shifts));
  }

  @Test
  void aClearGainIsClaimed() {
    Verdict v = Verdict.of(compare(60, -.004, -.006), TEST_ERROR);
    assertThat(v.outcome()).isEqualTo(BETTER);
    assertThat(v.sentence())
        .isEqualTo(
            "Denoising pretraining lowered the test error against no pretraining, typically by"
                + " 0.50 points (95 % interval 0.40 to 0.60; on 60 of 60 seeds, 94 to 100 % of all;"
                + " sign test p < 0.0001) and on average by 0.50 points (99 % interval 0.47 to"
                + " 0.53).");
  }

  @Test
  void aLossIsToldAsPlainly() {
    Verdict v = Verdict.of(compare(60, .004, .006), TEST_ERROR);
    assertThat(v.outcome()).isEqualTo(WORSE);
    assertThat(v.sentence())
        .startsWith(
            "Denoising pretraining raised the test error against no pretraining, typically by 0.50"
                + " points (95 % interval 0.40 to 0.60; on 60 of 60 seeds")
        .contains("on average by 0.50 points (99 % interval 0.47 to 0.53)");
  }

  @Test
  void tenSeedsTellNothingOfTheMean() {
    Verdict v = Verdict.of(compare(10, -.004, -.006), TEST_ERROR);
    assertThat(v.outcome()).isEqualTo(TYPICALLY_BETTER);
    assertThat(v.sentence())
        .startsWith("Denoising pretraining typically lowered the test error")
        .contains("on 10 of 10 seeds, 69 to 100 % of all; sign test p = 0.0020")
        .endsWith(
            "Of the average 10 seeds tell too little: what befalls up to 31 % of seeds may not be"
                + " among them.");
  }

  @Test
  void aTypicalGainCanBeLostOnAverageAndTheReasonIsSaid() {
    // Nine of ten are a little better, one of ten ends far off.
    double[] b = shifted(60, -.001, -.002, -.001, -.002, -.0015, -.001, -.002, -.001, -.002, .013);
    Verdict v = Verdict.of(compare(base(60), b), TEST_ERROR);
    assertThat(v.outcome()).isEqualTo(TYPICALLY_BETTER);
    assertThat(v.sentence())
        .contains("on 54 of 60 seeds, 79 to 96 % of all")
        .contains("On average no difference is shown")
        .endsWith("since 6 of 60 runs of denoising pretraining ended apart from the others.");
    double[] worse = shifted(60, -.001, -.002, -.001, -.002, -.0015, -.001, -.002, -.001, .07, .08);
    Verdict divided = Verdict.of(compare(base(60), worse), TEST_ERROR);
    assertThat(divided.outcome()).isEqualTo(DIVIDED);
    assertThat(divided.sentence()).contains("On average it raised it (");
  }

  @Test
  void aDifferenceClaimedIsNeverShownAsNought() {
    Verdict v = Verdict.of(compare(60, -.000004, -.000006), TEST_ERROR);
    assertThat(v.outcome()).isEqualTo(BETTER);
    assertThat(v.sentence()).contains("by 0.0005 points").contains("0.0004 to 0.0006");
  }

  @Test
  void whereHigherIsBetterRaisingIsAGain() {
    Metric auc = new Metric("auc", "area under the ROC curve", "", "", 1, 3, false);
    double[] a = base(60);
    double[] b = shifted(60, .004, .006);
    Verdict v = Verdict.of(PairedComparison.of("a", a, "b", b, false), auc);
    assertThat(v.outcome()).isEqualTo(BETTER);
    assertThat(v.sentence()).contains("raised the area under the ROC curve against a");
  }

  @Test
  void noDifferenceShownIsNotNoDifference() {
    Verdict v = Verdict.of(compare(40, -.004, .004, -.003, .003), TEST_ERROR);
    assertThat(v.outcome()).isEqualTo(NOT_SHOWN);
    assertThat(v.sentence())
        .startsWith(
            "No difference in test error shown between denoising pretraining and no pretraining:"
                + " denoising pretraining lower on 20 of 40 seeds, 34 to 66 % of all; no"
                + " pretraining minus denoising pretraining typically ");
  }

  @Test
  void fewSeedsCannotTell() {
    Verdict one = Verdict.of(compare(new double[] {.02}, new double[] {.01}), TEST_ERROR);
    assertThat(one.outcome()).isEqualTo(UNDECIDED);
    assertThat(one.sentence())
        .isEqualTo(
            "One seed cannot tell denoising pretraining from no pretraining (test error lower by"
                + " 1.00 points): run more seeds.");
    PairedComparison six = compare(6, -.004, -.006);
    assertThat(Verdict.of(six, TEST_ERROR).outcome()).isEqualTo(TYPICALLY_BETTER);
    Verdict v = Verdict.of(List.of(six, six, six), TEST_ERROR).get(0);
    assertThat(v.outcome()).isEqualTo(UNDECIDED);
    assertThat(v.sentence())
        .isEqualTo(
            "6 seeds cannot tell denoising pretraining from no pretraining (lower on 6 of 6): a"
                + " verdict on 3 comparisons takes 7 at least.");
  }

  @Test
  void aFamilyOfComparisonsIsCorrectedForItsTestsAlone() {
    PairedComparison weak = compare(20, -.004, -.004, -.004, .002); // 15 of 20: p = .041
    PairedComparison none = compare(20, -.004, .004);
    PairedComparison same = compare(20, 0);
    assertThat(Verdict.of(weak, TEST_ERROR).outcome()).isEqualTo(TYPICALLY_BETTER);
    Verdict v = Verdict.of(List.of(weak, none, same), TEST_ERROR).get(0);
    assertThat(v.outcome()).isEqualTo(WEAK_EVIDENCE);
    assertThat(v.signP()).isCloseTo(2 * .04139, org.assertj.core.api.Assertions.within(1e-4));
    assertThat(v.sentence()).endsWith("not enough once corrected for 2 comparisons.");
  }

  @Test
  void whatIsTheSameIsSaidToBe() {
    assertThat(Verdict.of(compare(8, 0), TEST_ERROR).sentence())
        .isEqualTo(
            "No difference in test error shown: denoising pretraining and no pretraining came out"
                + " the same on all 8 seeds.");
  }

  @Test
  void runsThatFailedDidNotComeOutTheSame() {
    double[] none = {Double.NaN, Double.NaN, Double.NaN};
    Verdict nothing = Verdict.of(compare(none, none), TEST_ERROR);
    assertThat(nothing.outcome()).isEqualTo(UNDECIDED);
    assertThat(nothing.sentence())
        .isEqualTo(
            "No verdict on denoising pretraining against no pretraining: both failed on every"
                + " seed.");
    double[] some = base(8);
    some[3] = Double.NaN;
    assertThat(Verdict.of(compare(some, some), TEST_ERROR).sentence())
        .endsWith("came out the same on 7 of 8 seeds and both failed on the others.");
  }

  @Test
  void aTieAmongManySeedsDoesNotUndoAProof() {
    Verdict v = Verdict.of(compare(12, -.001, -.002, -.003, -.001, -.002, 0), TEST_ERROR);
    assertThat(v.outcome()).isEqualTo(TYPICALLY_BETTER);
    assertThat(v.sentence()).contains("on 10 of 12 seeds");
  }

  @Test
  void aFailedRunCountsAgainstItsArm() {
    double[] b = shifted(60, -.004, -.006);
    b[7] = Double.NaN;
    Verdict v = Verdict.of(compare(base(60), b), TEST_ERROR);
    assertThat(v.outcome()).isEqualTo(TYPICALLY_BETTER);
    assertThat(v.sentence())
        .contains("on 59 of 60 seeds")
        .endsWith(
            "Of the average nothing is known: denoising pretraining failed on 1 of 60 seeds.");
  }

  @Test
  void thoseThatAreLeftProveNothing() {
    // Better on each of the five seeds on which it did not diverge.
    double[] b = shifted(10, -.004, -.006);
    for (int i = 5; i < 10; i++) {
      b[i] = Double.NaN;
    }
    Verdict v = Verdict.of(compare(base(10), b), TEST_ERROR);
    assertThat(v.outcome()).isEqualTo(UNDECIDED);
    assertThat(v.sentence())
        .isEqualTo(
            "No verdict on denoising pretraining against no pretraining: denoising pretraining"
                + " failed on 5 of 10 seeds, and could turn it (lower on 5 of 10, a failed run"
                + " counted as worse than any other).");
    // Nor is a baseline beaten by its failures alone.
    Verdict turned = Verdict.of(compare(b, shifted(10, .001)), TEST_ERROR);
    assertThat(turned.outcome()).isEqualTo(UNDECIDED);
    double[] all = new double[10];
    java.util.Arrays.fill(all, Double.NaN);
    assertThat(Verdict.of(compare(base(10), all), TEST_ERROR).outcome()).isEqualTo(UNDECIDED);
  }

  @Test
  void aLossOnMostSeedsIsTypical() {
    Verdict v = Verdict.of(compare(20, .004, .006), TEST_ERROR);
    assertThat(v.outcome()).isEqualTo(TYPICALLY_WORSE);
    assertThat(v.sentence()).startsWith("Denoising pretraining typically raised the test error");
  }
}
