package dev.bottleneck.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.autoencoder.Scaling.Kind;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.testing.Networks;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerMinMaxScaler;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;

class ScalingTest {
  /** {@code [200, 5]} in [-3, 7], the third column a thousand times as large. */
  private static INDArray data(long seed) {
    INDArray data = Networks.uniform(DataType.FLOAT, seed, 200, 5).mul(10).sub(3);
    data.getColumn(2).muli(1000);
    return data;
  }

  private static Scaling fit(INDArray data, Kind kind) {
    Scaling.Fit fit = new Scaling.Fit();
    int width = (int) data.size(1);
    float[] block = data.dup('c').data().asFloat();
    for (int offset = 0; offset < block.length; offset += width) {
      fit.add(block, offset, width);
    }
    return fit.scaling(kind);
  }

  @Test
  void minMaxIsDl4jsToTheBit() {
    NormalizerMinMaxScaler theirs = new NormalizerMinMaxScaler();
    theirs.fit(new DataSet(data(1), data(1)));
    INDArray expected = data(2);
    theirs.transform(expected);
    INDArray ours = fit(data(1), Kind.MINMAX).apply(data(2));
    assertThat(ours.data().asFloat()).containsExactly(expected.data().asFloat());
    assertThat(fit(data(1), Kind.MINMAX).apply(data(1)).minNumber().floatValue()).isZero();
    assertThat(fit(data(1), Kind.MINMAX).apply(data(1)).maxNumber().floatValue()).isEqualTo(1);
  }

  @Test
  void standardIsDl4js() {
    NormalizerStandardize theirs = new NormalizerStandardize();
    theirs.fit(new DataSet(data(1), data(1)));
    INDArray expected = data(2);
    theirs.transform(expected);
    assertThat(fit(data(1), Kind.STANDARD).apply(data(2)).data().asFloat())
        .usingComparatorWithPrecision(1e-5f)
        .containsExactly(expected.data().asFloat());
  }

  /** The variance is small against the mean, where a sum of squares would lose it. */
  @Test
  void aLargeMeanLeavesTheDeviationRight() {
    INDArray data = Nd4j.createFromArray(new float[][] {{9_999_999}, {10_000_001}});
    Scaling scaling = fit(data, Kind.STANDARD);
    assertThat(scaling.shift()).containsExactly(10_000_000);
    assertThat(scaling.scale()).containsExactly(1);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void survivesJsonToTheBit(Kind kind) throws IOException {
    JsonMapper json = new JsonMapper();
    for (int seed = 0; seed < 50; seed++) {
      Scaling scaling = fit(data(seed), kind);
      String text = json.writeValueAsString(scaling);
      Scaling read = json.treeToValue(json.readTree(text), Scaling.class);
      assertThat(read).isEqualTo(scaling).hasSameHashCodeAs(scaling);
      assertThat(read.apply(data(1)).data().asFloat())
          .containsExactly(scaling.apply(data(1)).data().asFloat());
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void undoGivesTheDataBack(Kind kind) {
    Scaling scaling = fit(data(1), kind);
    INDArray data = data(2).dup('f');
    INDArray back = scaling.undo(scaling.apply(data));
    assertThat(back.sub(data).amaxNumber().doubleValue()).isLessThan(2e-3);
    assertThat(data).isEqualTo(data(2));
    float[] row = data.getRow(7).dup('c').data().asFloat();
    float[] block = Arrays.copyOf(new float[2], 2 + row.length);
    System.arraycopy(row, 0, block, 2, row.length);
    scaling.apply(block, 2);
    assertThat(Arrays.copyOfRange(block, 2, block.length))
        .containsExactly(scaling.apply(data).getRow(7).dup('c').data().asFloat());
  }

  @Test
  void noScalingCopiesNothing() {
    INDArray data = data(1);
    assertThat(Scaling.none().apply(data)).isSameAs(data);
    assertThat(Scaling.none().undo(data)).isSameAs(data);
    assertThat(Scaling.none().isNone()).isTrue();
    assertThat(fit(data, Kind.NONE)).isEqualTo(Scaling.none());
    assertThat(fit(data, Kind.MINMAX).isNone()).isFalse();
  }

  /** More than one block of rows. */
  @Test
  void longDataIsScaledThroughout() {
    INDArray data = Nd4j.arange(1_300_000).castTo(DataType.FLOAT).reshape(1_300, 1_000);
    float[] shift = new float[1_000];
    float[] scale = new float[1_000];
    Arrays.fill(shift, 2);
    Arrays.fill(scale, 4);
    INDArray scaled = Scaling.of(Kind.STANDARD, shift, scale).apply(data);
    assertThat(scaled).isEqualTo(data.sub(2).div(4));
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aConstantFeatureKeepsItsScale(Kind kind) {
    INDArray data = Nd4j.createFromArray(new float[][] {{0.1f, 1}, {0.1f, 2}, {0.1f, 4}});
    Scaling scaling = fit(data, kind);
    assertThat(scaling.scale()[0]).isEqualTo(1);
    assertThat(scaling.apply(data).getColumn(0).amaxNumber().floatValue())
        .isCloseTo(0, within(1e-7f));
  }

  @Test
  void aRangeThatNoFloatHoldsIsRefused() {
    INDArray data = Nd4j.createFromArray(new float[][] {{0, 3e38f}, {1, -3e38f}});
    assertThatThrownBy(() -> fit(data, Kind.MINMAX))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("feature 1 reaches from -3.0E38 to 3.0E38");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void whatIsNotFiniteIsRefused(float value) {
    Scaling.Fit fit = new Scaling.Fit();
    fit.add(new float[] {9, 1, 2}, 1, 2);
    assertThatThrownBy(() -> fit.add(new float[] {9, 1, value}, 1, 2))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("example 1 has " + value + " as feature 1");
    for (float[] shift : new float[][] {{value}, {0}}) {
      float[] scale = {shift[0] == 0 ? value : 1};
      assertThatThrownBy(() -> Scaling.of(Kind.MINMAX, shift, scale)).isInstanceOf(UserError.class);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -1})
  void aScaleIsAboveZero(float scale) {
    assertThatThrownBy(() -> Scaling.of(Kind.MINMAX, new float[] {1}, new float[] {scale}))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("divide it by " + scale);
  }

  @Test
  void cannotBeChangedFromOutside() {
    float[] shift = {1};
    Scaling scaling = Scaling.of(Kind.MINMAX, shift, new float[] {2});
    shift[0] = 5;
    scaling.shift()[0] = 6;
    scaling.scale()[0] = 7;
    assertThat(scaling).isEqualTo(Scaling.of(Kind.MINMAX, new float[] {1}, new float[] {2}));
  }
}
