package dev.bottleneck.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.calibration.Population.Pair;
import dev.bottleneck.calibration.Trials.Kind;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.Verdict.Outcome;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationTest {
  private static final Metric ERROR = Metric.classificationError().of("test");

  @TempDir Path folder;

  /** Differences about {@code gain}; one seed in ten of b ends far above. */
  private static Pair twoModes(double gain) {
    Random random = new Random(1);
    double[] a = new double[1_000];
    double[] b = new double[1_000];
    for (int i = 0; i < a.length; i++) {
      a[i] = .09 + .004 * random.nextGaussian();
      b[i] = .09 - gain + .004 * random.nextGaussian() + (random.nextInt(10) == 0 ? .1 : 0);
    }
    return new Pair("b against a", a, b);
  }

  @Test
  void theTruthIsThePopulations() {
    Truth truth = Truth.of(new double[] {1, 2, 3, 10}, new double[] {0, 3, 1, 0});
    // Differences 1, −1, 2, 10; the means of two, in order: −1, 0, 0, ½, ½, 1, 1½, 1½, 2, … the
    // eighth and the ninth 1½ and 2.
    assertThat(truth.lower()).isEqualTo(.75);
    assertThat(truth.median()).isEqualTo(1.5);
    assertThat(truth.mean()).isEqualTo(3);
    assertThat(truth.center()).isEqualTo(1.75);
  }

  @Test
  void exactIntervalsHoldAndTheMeansDoesNotKnowWhatItDidNotSee() {
    Pair pair = twoModes(.01);
    Trials few = Trials.of(pair.a(), pair.b(), 10, 1_000, 1, ERROR, "few");
    assertThat(few.coverage().get(Kind.SHARE)).isGreaterThan(.94);
    assertThat(few.coverage().get(Kind.MEDIAN)).isGreaterThan(.94);
    // One sample in three holds no seed of the second mode (.9¹⁰ = .35).
    assertThat(few.coverage().get(Kind.STUDENT)).isBetween(.5, .8);
    Trials many = Trials.of(pair.a(), pair.b(), 100, 500, 1, ERROR, "many");
    assertThat(many.coverage().get(Kind.STUDENT)).isGreaterThan(.9);
    assertThat(many.usual()).isEqualTo(Outcome.TYPICALLY_BETTER);
    assertThat(many.share(Outcome.values())).isCloseTo(1, within(1e-9));
  }

  @Test
  void fiveSeedsHaveNoExactIntervalOfTheMedian() {
    Pair pair = twoModes(.01);
    Trials trials = Trials.of(pair.a(), pair.b(), 5, 200, 1, ERROR, "five");
    assertThat(trials.coverage().get(Kind.MEDIAN)).isNaN();
    assertThat(trials.share(Outcome.UNDECIDED)).isCloseTo(1, within(1e-9));
  }

  @Test
  void withoutADifferenceAVerdictIsSeldom() {
    Pair pair = twoModes(.01);
    for (Null without : Null.values()) {
      Pair none = without.of(pair);
      for (int n : new int[] {10, 50}) {
        Trials trials = Trials.of(none.a(), none.b(), n, 1_000, 1, ERROR, "" + without);
        // 5 %, with four standard errors.
        assertThat(trials.share(without.falseVerdicts())).as("%s, %d", without, n).isLessThan(.078);
      }
    }
    assertThat(Truth.of(Null.MEAN.of(pair).a(), Null.MEAN.of(pair).b()).mean())
        .isCloseTo(0, within(1e-12));
    assertThat(Truth.of(Null.EXCHANGED.of(pair).a(), Null.EXCHANGED.of(pair).b()).lower())
        .isEqualTo(.5);
  }

  @Test
  void aPageHoldsEveryTable() throws IOException {
    StringBuilder csv = new StringBuilder("arm,seed,phase,epoch,metric,value\r\n");
    Pair pair = twoModes(.02);
    for (int seed = 0; seed < 60; seed++) {
      csv.append("old,%d,fine-tuning,1.0,training loss,0.5\r\n".formatted(seed));
      csv.append(String.format(Locale.ROOT, "old,%d,end,,error,%s\r\n", seed, pair.a()[seed]));
      csv.append(String.format(Locale.ROOT, "new,%d,end,,error,%s\r\n", seed, pair.b()[seed]));
    }
    Path file = folder.resolve("toy.csv");
    Files.writeString(file, csv);
    Path page = folder.resolve("page.md");
    CalibrationPage.write(
        page, List.of(file), List.of(5, 50), 50, "./bottleneck calibrate toy.csv");
    assertThat(page)
        .content()
        .contains("## toy", "### Coverage", "### Verdicts", "### False verdicts")
        .contains("| new against old | 50 |")
        .contains("moved to a mean difference of 0");
  }

  /** few-labels holds each pair of one number of labels, and its phases' names hold commas. */
  @Test
  void aRunsFolderIsReadWithItsOwnPairs() throws IOException {
    Files.writeString(folder.resolve("config.yaml"), ShippedConfigurations.all().get("few-labels"));
    StringBuilder csv = new StringBuilder("arm,seed,phase,epoch,metric,value\r\n");
    for (String arm : List.of("scratch-100", "pretrained-100", "scratch-500", "pretrained-500")) {
      csv.append(arm).append(",1,\"classifier, 1,000 labels\",1.0,training loss,0.5\r\n");
      csv.append(arm).append(",1,end,,error,0.25\r\n");
    }
    Files.writeString(folder.resolve("metrics.csv"), csv);
    Population population = Population.read(folder);
    assertThat(population.name()).isEqualTo("few-labels");
    assertThat(population.metric()).isEqualTo(ERROR);
    assertThat(population.pairs())
        .extracting(Pair::name)
        .containsExactly(
            "pretrained-100 against scratch-100", "pretrained-500 against scratch-500");
  }

  @Test
  void whatIsNoTableOfARunIsRefused() throws IOException {
    Path file = folder.resolve("wrong.csv");
    Files.writeString(file, "a,b\n1,2\n");
    assertRefused(file, "no metrics.csv of a run");
    Files.writeString(file, "arm,seed,phase,epoch,metric,value\nold,1,end,,error\n");
    assertRefused(file, "line 2");
    Files.writeString(file, "arm,seed,phase,epoch,metric,value\nold,1,end,,error,0.5\n");
    assertRefused(file, "1 arms have the measure error");
    assertRefused(folder.resolve("none.csv"), "there is no such file");
  }

  private static void assertRefused(Path file, String why) {
    assertThatThrownBy(() -> Population.read(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(why);
  }
}
