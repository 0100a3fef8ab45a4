package dev.bottleneck.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class HeapCopyTest {
  private static final double[] SIX = {0, 1, 2, 3, 4, 5};

  private static INDArray six(DataType type) {
    return Nd4j.createFromArray(SIX).castTo(type).reshape(2, 3);
  }

  @Test
  void valuesComeInTheOrderOfTheirIndicesHoweverTheyLie() {
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE, DataType.INT}) {
      INDArray array = six(type);
      assertThat(HeapCopy.doublesInOrder(array)).containsExactly(SIX);
      assertThat(HeapCopy.doublesInOrder(array.dup('f'))).containsExactly(SIX);
      assertThat(HeapCopy.doublesInOrder(array.transpose())).containsExactly(0, 3, 1, 4, 2, 5);
      assertThat(HeapCopy.doublesInOrder(array.permute(1, 0))).containsExactly(0, 3, 1, 4, 2, 5);
      assertThat(HeapCopy.doublesInOrder(array.getColumn(1))).containsExactly(1, 4);
      assertThat(
              HeapCopy.doublesInOrder(
                  array.get(NDArrayIndex.interval(1, 2), NDArrayIndex.interval(0, 2))))
          .containsExactly(3, 4);
    }
    INDArray cube = Nd4j.arange(24).castTo(DataType.FLOAT).reshape(2, 3, 4);
    assertThat(HeapCopy.doublesInOrder(cube.permute(0, 2, 1)))
        .containsExactly(cube.permute(0, 2, 1).dup('c').data().asDouble());
  }

  @Test
  void whatIsPutIsReadBack() {
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      INDArray array = Nd4j.createUninitialized(type, new long[] {2, 3}, 'f');
      HeapCopy.put(SIX, array);
      assertThat(HeapCopy.doubles(array)).containsExactly(SIX);
      assertThat(array.getDouble(1, 0)).isEqualTo(1);
    }
  }

  @Test
  void aPartOfAnArrayAndAnotherLengthAreRefused() {
    INDArray part = six(DataType.DOUBLE).getRow(1);
    assertThatThrownBy(() -> HeapCopy.doubles(part)).hasMessageContaining("no whole one");
    assertThatThrownBy(() -> HeapCopy.put(new double[3], part))
        .hasMessageContaining("no whole one");
    assertThatThrownBy(() -> HeapCopy.put(new double[5], Nd4j.create(DataType.FLOAT, 2, 3)))
        .hasMessageContaining("5 values for 6");
    assertThatThrownBy(() -> HeapCopy.floats(Nd4j.create(DataType.DOUBLE, 2, 3)))
        .hasMessageContaining("no whole one of FLOAT");
  }
}
