package dev.bottleneck.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.testing.GradientCheck;
import dev.bottleneck.testing.Networks;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

class SoftmaxCrossEntropyTest {
  private static final ActivationSoftmax SOFTMAX = new ActivationSoftmax();

  private final SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();

  private static INDArray logits() {
    return Networks.uniform(DataType.DOUBLE, 1, 4, 3).subi(0.5).muli(4);
  }

  /** The third example has no class. */
  private static INDArray labels() {
    return Nd4j.createFromArray(new double[][] {{0, 1, 0}, {1, 0, 0}, {0, 0, 0}, {0, 0, 1}});
  }

  @Test
  void isMinusTheLogarithmOfTheClassesProbability() {
    INDArray z = Nd4j.createFromArray(new double[][] {{Math.log(1), Math.log(2), Math.log(5)}});
    INDArray y = Nd4j.createFromArray(new double[][] {{0, 1, 0}});
    assertThat(loss.computeScore(y, z, SOFTMAX, null, true)).isCloseTo(Math.log(4), within(1e-12));
    assertThat(loss.computeGradient(y, z, SOFTMAX, null).toDoubleVector())
        .containsExactly(new double[] {0.125, -0.75, 0.625}, within(1e-12));
  }

  @Test
  void gradientAgreesWithFiniteDifferencesUnderEveryKindOfMask() {
    INDArray byExample = Nd4j.createFromArray(1.0, 0, 1, 1).reshape(4, 1);
    INDArray byUnit = Networks.uniform(DataType.DOUBLE, 3, 4, 3).gt(0.5).castTo(DataType.DOUBLE);
    for (INDArray mask : new INDArray[] {null, byExample, byUnit}) {
      assertThat(GradientCheck.loss(loss, labels(), logits(), SOFTMAX, mask)).isLessThan(1e-6);
    }
  }

  @Test
  void whatHasAClassCountsAsWithDeeplearning4j() {
    INDArray z = Nd4j.vstack(logits().getRow(0, true), logits().getRow(3, true));
    INDArray y = Nd4j.vstack(labels().getRow(0, true), labels().getRow(3, true));
    LossMCXENT stock = new LossMCXENT();
    assertThat(loss.computeScore(y, z, SOFTMAX, null, true))
        .isCloseTo(stock.computeScore(y, z.dup(), SOFTMAX, null, true), within(1e-12));
    INDArray difference =
        loss.computeGradient(y, z, SOFTMAX, null)
            .sub(stock.computeGradient(y, z.dup(), SOFTMAX, null));
    assertThat(difference.amaxNumber().doubleValue()).isLessThan(1e-12);
  }

  /** Deeplearning4j's own has a gradient there, of a loss that it counts as nought. */
  @Test
  void whatHasNoClassCountsForNothing() {
    assertThat(loss.computeScoreArray(labels(), logits(), SOFTMAX, null).getDouble(2)).isZero();
    assertThat(loss.computeGradient(labels(), logits(), SOFTMAX, null).getRow(2).toDoubleVector())
        .containsOnly(0);
    INDArray stock = new LossMCXENT().computeGradient(labels(), logits(), SOFTMAX, null);
    assertThat(stock.getRow(2).amaxNumber().doubleValue()).isGreaterThan(0.1);
  }

  @Test
  void isFiniteWhereTheSoftmaxIsNought() {
    INDArray z = Nd4j.createFromArray(new double[][] {{-2000, 0, 2000}});
    INDArray y = Nd4j.createFromArray(new double[][] {{1, 0, 0}});
    assertThat(loss.computeScore(y, z, SOFTMAX, null, true)).isEqualTo(4000);
    assertThat(loss.computeGradient(y, z, SOFTMAX, null).toDoubleVector())
        .containsExactly(-1, 0, 1);
  }

  @Test
  void refusesAnotherActivation() {
    assertThatThrownBy(
            () -> loss.computeGradient(labels(), logits(), new ActivationSigmoid(), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("activation must be softmax");
  }

  @Test
  void aWeightMultipliesScoreAndGradient() {
    WeightedLoss weighted = new WeightedLoss(loss, 2.5);
    double score = loss.computeScore(labels(), logits(), SOFTMAX, null, true);
    assertThat(weighted.computeScore(labels(), logits(), SOFTMAX, null, true))
        .isCloseTo(2.5 * score, within(1e-12));
    var both = weighted.computeGradientAndScore(labels(), logits(), SOFTMAX, null, true);
    assertThat(both.getFirst()).isCloseTo(2.5 * score, within(1e-12));
    assertThat(both.getSecond())
        .isEqualTo(loss.computeGradient(labels(), logits(), SOFTMAX, null).mul(2.5))
        .isEqualTo(weighted.computeGradient(labels(), logits(), SOFTMAX, null));
    assertThat(weighted.computeScoreArray(labels(), logits(), SOFTMAX, null))
        .isEqualTo(loss.computeScoreArray(labels(), logits(), SOFTMAX, null).mul(2.5));
    assertThat(GradientCheck.loss(weighted, labels(), logits(), SOFTMAX, null)).isLessThan(1e-6);
    assertThatThrownBy(() -> new WeightedLoss(new LossMCXENT(), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("loss must be one of dev.bottleneck.layer, not LossMCXENT");
    assertThatThrownBy(() -> new WeightedLoss(loss, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weight");
  }
}
