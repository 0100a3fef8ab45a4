package dev.bottleneck.evaluation;

import static dev.bottleneck.evaluation.Verdict.Outcome.BETTER;
import static dev.bottleneck.evaluation.Verdict.Outcome.NOT_SHOWN;
import static dev.bottleneck.evaluation.Verdict.Outcome.UNDECIDED;
import static dev.bottleneck.evaluation.Verdict.Outcome.WEAK_EVIDENCE;
import static dev.bottleneck.evaluation.Verdict.Outcome.WORSE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final Metric TEST_ERROR = Metric.classificationError().of("test");
  private static final double[] BASE = {.020, .021, .019, .022, .020, .021, .018, .020, .022, .019};

  private static double[] shifted(double... shift) {
    double[] values = BASE.clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += shift[i % shift.length];
    }
    return values;
  }

  private static PairedComparison compare(double[] a, double[] b) {
    return PairedComparison.of("no pretraining", a, "denoising pretraining", b);
  }

  @Test
  void aClearGainIsClaimed() {
    Verdict v = Verdict.of(compare(BASE, shifted(-.004, -.006)), TEST_ERROR);
    assertThat(v.outcome()).isEqualTo(BETTER);
    assertThat(v.sentence())
        .isEqualTo(
            "Denoising pretraining lowered the test error by 0.50 points against no pretraining"
                + " (95 % interval 0.42 to 0.58, 10 of 10 seeds, paired t-test p < 0.0001).");
  }

  @Test
  void aDifferenceClaimedIsNeverShownAsNought() {
    Verdict v = Verdict.of(compare(BASE, shifted(-.000004, -.000006)), TEST_ERROR);
    assertThat(v.outcome()).isEqualTo(BETTER);
    assertThat(v.sentence()).contains("by 0.0005 points").contains("0.0004 to 0.0006");
  }

  @Test
  void aLossIsToldAsPlainly() {
    Verdict v = Verdict.of(compare(BASE, shifted(.004, .006)), TEST_ERROR);
    assertThat(v.outcome()).isEqualTo(WORSE);
    assertThat(v.sentence())
        .startsWith("Denoising pretraining raised the test error by 0.50 points")
        .contains("0.42 to 0.58");
  }

  @Test
  void whereHigherIsBetterRaisingIsAGain() {
    Metric auc = new Metric("auc", "area under the ROC curve", "", "", 1, 3, false);
    Verdict v = Verdict.of(compare(BASE, shifted(.004, .006)), auc);
    assertThat(v.outcome()).isEqualTo(BETTER);
    assertThat(v.sentence()).contains("raised the area under the ROC curve by 0.005 against");
  }

  @Test
  void noDifferenceShownIsNotNoDifference() {
    Verdict v = Verdict.of(compare(BASE, shifted(-.004, .004, -.003, .003, 0)), TEST_ERROR);
    assertThat(v.outcome()).isEqualTo(NOT_SHOWN);
    assertThat(v.sentence())
        .startsWith(
            "No difference in test error shown between denoising pretraining and no pretraining"
                + " (no pretraining minus denoising pretraining: 0.00 points, 95 % interval −0.")
        .endsWith("points cannot be excluded.");
  }

  @Test
  void oneSeedCannotTell() {
    Verdict v = Verdict.of(compare(new double[] {.02}, new double[] {.01}), TEST_ERROR);
    assertThat(v.outcome()).isEqualTo(UNDECIDED);
    assertThat(v.sentence())
        .isEqualTo(
            "One seed cannot tell denoising pretraining from no pretraining (test error 1.00"
                + " against 2.00, difference 1.00 points): run more seeds.");
  }

  @Test
  void testsThatDisagreeAreWeakEvidence() {
    // One large gain stretches the interval across nought, while nine of ten seeds point one way.
    Verdict v =
        Verdict.of(
            compare(
                BASE,
                shifted(-.0301, -.0010, -.0011, -.0012, -.0013, -.0014, -.0015, -.0016, -.0017, 0)),
            TEST_ERROR);
    assertThat(v.outcome()).isEqualTo(WEAK_EVIDENCE);
    assertThat(v.sentence())
        .startsWith(
            "Weak evidence that denoising pretraining lowered the test error by 0.41 points")
        .contains("signed-rank p = 0.0039")
        .endsWith("run more seeds.");
  }

  @Test
  void fiveSeedsStandOnTheTTestAlone() {
    double[] a = {.020, .021, .019, .022, .020};
    double[] b = {.015, .016, .013, .018, .015};
    Verdict v = Verdict.of(compare(a, b), TEST_ERROR);
    assertThat(v.outcome()).isEqualTo(BETTER);
    assertThat(v.sentence())
        .contains("5 of 5 seeds")
        .endsWith("the signed-rank test needs 6 to speak.");
  }

  @Test
  void aFamilyOfComparisonsIsCorrected() {
    PairedComparison c = compare(BASE, shifted(-.004, .002, -.003, -.004, -.001));
    assertThat(c.tTestP()).isLessThan(.05);
    assertThat(Verdict.of(c, TEST_ERROR).outcome()).isEqualTo(BETTER);
    Verdict v = Verdict.of(c, TEST_ERROR, 0.09, 4);
    assertThat(v.outcome()).isEqualTo(WEAK_EVIDENCE);
    assertThat(v.sentence())
        .contains("p = 0.090 after Holm's correction for 4 comparisons")
        .endsWith("not enough once corrected for 4 comparisons.");
  }

  @Test
  void withoutSpreadNoTestIsPretended() {
    double[] halves = {.5, .25, .75, .5, .25, .75};
    double[] less = {.25, 0, .5, .25, 0, .5};
    assertThat(Verdict.of(compare(halves, halves), TEST_ERROR).sentence())
        .endsWith("came out the same in all 6 seeds.");
    Verdict v = Verdict.of(compare(halves, less), TEST_ERROR);
    assertThat(v.outcome()).isEqualTo(WEAK_EVIDENCE);
    assertThat(v.sentence()).contains("by the same amount in all 6 seeds");
  }

  @Test
  void aDivergedSeedLeavesNoVerdict() {
    double[] a = {.02, .02};
    double[] b = {.01, Double.NaN};
    Verdict v = Verdict.of(compare(a, b), TEST_ERROR);
    assertThat(v.outcome()).isEqualTo(UNDECIDED);
    assertThat(v.sentence()).contains("not a finite number");
  }
}
