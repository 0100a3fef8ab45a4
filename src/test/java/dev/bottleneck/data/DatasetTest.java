package dev.bottleneck.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.device.Devices;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class DatasetTest {
  static Dataset labeled(INDArray features, int... labels) {
    return new Dataset(
        "test",
        features,
        Optional.of(labels),
        SampleShape.vector((int) features.size(1)),
        List.of("a", "b", "c"),
        Map.of("file", "hash"));
  }

  private static INDArray numbers() {
    return Nd4j.createFromArray(new float[][] {{0, .1f}, {.2f, .3f}, {.4f, .5f}, {.6f, 1}});
  }

  /** On a processor nothing is brought anywhere. */
  @Test
  void aProcessorTakesTheDataAsTheyAre() {
    Dataset whole = labeled(numbers(), 2, 1, 0, 1);
    assertThat(whole.here(Devices.present())).isSameAs(whole);
    assertThat(whole.transferSeconds()).isZero();
  }

  @Test
  void selectsRowsAndLabels() {
    Dataset selected = labeled(numbers(), 2, 1, 0, 1).select(new int[] {3, 0, 3});
    assertThat(selected.size()).isEqualTo(3);
    assertThat(selected.labels().orElseThrow()).containsExactly(1, 2, 1);
    assertThat(selected.features().getRow(0)).isEqualTo(numbers().getRow(3));
    assertThat(selected.features().getRow(1)).isEqualTo(numbers().getRow(0));
    assertThat(selected.sources()).isEqualTo(Map.of("file", "hash"));
    assertThat(labeled(numbers(), 2, 1, 0, 1).rows(1, 3).labels().orElseThrow())
        .containsExactly(1, 0);
  }

  @Test
  void selectionDoesNotAliasTheSource() {
    Dataset source = labeled(numbers(), 2, 1, 0, 1);
    source.rows(0, 3).features().assign(9);
    assertThat(source.features()).isEqualTo(numbers());
    source.labels().orElseThrow()[0] = 0;
    assertThat(source.labels().orElseThrow()[0]).isEqualTo(2);
  }

  @Test
  void refusesRowsThatAreNotThere() {
    Dataset source = labeled(numbers(), 2, 1, 0, 1);
    assertThatThrownBy(() -> source.rows(3, 5)).hasMessageContaining("example 4 of 4");
    assertThatThrownBy(() -> source.rows(2, 2)).hasMessageContaining("no example");
  }

  @Test
  void bringsViewsOtherOrdersAndTypesIntoItsOwnForm() {
    Dataset plain = labeled(numbers(), 2, 1, 0, 1);
    INDArray wide = Nd4j.hstack(numbers(), numbers());
    INDArray view = wide.get(NDArrayIndex.all(), NDArrayIndex.interval(2, 4));
    for (INDArray other : List.of(view, numbers().dup('f'), numbers().castTo(DataType.DOUBLE))) {
      Dataset same = labeled(other, 2, 1, 0, 1);
      assertThat(same.features().dataType()).isEqualTo(DataType.FLOAT);
      assertThat(same.features().ordering()).isEqualTo('c');
      assertThat(same.contentHash()).isEqualTo(plain.contentHash());
      assertThat(same.rows(3, 4).features()).isEqualTo(plain.rows(3, 4).features());
    }
  }

  @Test
  void hashDependsOnFeaturesLabelsAndShape() {
    String hash = labeled(numbers(), 2, 1, 0, 1).contentHash();
    assertThat(hash)
        .isEqualTo("9408cde81c14a9693c877ad74f089d0f31200f0f0f51b51952b986876878b8a6")
        .isEqualTo(labeled(numbers(), 2, 1, 0, 1).contentHash())
        .isNotEqualTo(labeled(numbers(), 2, 1, 0, 2).contentHash())
        .isNotEqualTo(labeled(numbers().mul(0.5), 2, 1, 0, 1).contentHash());
    Dataset upright =
        new Dataset(
            "test", numbers(), Optional.empty(), new SampleShape(2, 1, 1), List.of(), Map.of());
    Dataset flat =
        new Dataset(
            "test", numbers(), Optional.empty(), new SampleShape(1, 2, 1), List.of(), Map.of());
    assertThat(upright.contentHash()).isNotEqualTo(flat.contentHash());
  }

  @Test
  void oneHotHasAOneAtTheClass() {
    INDArray oneHot = labeled(numbers(), 2, 1, 0, 1).oneHot().matrix();
    assertThat(oneHot.toFloatMatrix())
        .isDeepEqualTo(new float[][] {{0, 0, 1}, {0, 1, 0}, {1, 0, 0}, {0, 1, 0}});
    Dataset unlabeled =
        new Dataset(
            "bare", numbers(), Optional.empty(), SampleShape.vector(2), List.of(), Map.of());
    assertThatThrownBy(unlabeled::oneHot).hasMessage("bare has no labels");
  }

  @Test
  void refusesPartsThatDoNotFit() {
    assertThatThrownBy(() -> labeled(numbers(), 0, 1)).hasMessage("2 labels for 4 examples");
    assertThatThrownBy(() -> labeled(numbers(), 0, 1, 2, 3)).hasMessage("label 3 of 3 classes");
    assertThatThrownBy(
            () ->
                new Dataset(
                    "test",
                    numbers(),
                    Optional.empty(),
                    SampleShape.vector(3),
                    List.of(),
                    Map.of()))
        .hasMessage("features have 2 columns");
  }

  @Test
  void aWindowHoldsWhatIsAskedForUntilTheNextIs() {
    INDArray values = Nd4j.linspace(0, 1, 28, DataType.FLOAT).reshape(7, 4);
    Dataset data = labeled(values, 0, 1, 2, 0, 1, 2, 0);
    ExampleWindow window = new ExampleWindow(data);
    INDArray first = window.features(0, 3);
    assertThat(first).isEqualTo(data.rows(0, 3).features());
    INDArray next = window.features(3, 6);
    assertThat(next).isSameAs(first).isEqualTo(data.rows(3, 6).features());
    assertThat(window.features(6, 7)).isEqualTo(data.rows(6, 7).features());
    assertThat(data.features()).isEqualTo(values);
  }
}
