package dev.bottleneck.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ReshapeExamplesTest {
  private static final LayerWorkspaceMgr NONE = LayerWorkspaceMgr.noWorkspaces();
  private final ReshapeExamples rows = new ReshapeExamples(new long[] {6}, new long[] {2, 3});

  @Test
  void cutsAnImageIntoItsRowsAndBack() {
    INDArray images = Nd4j.arange(12).castTo(DataType.FLOAT).reshape(2, 6);
    INDArray sequence = rows.preProcess(images, 2, NONE);
    assertThat(sequence.shape()).containsExactly(2, 2, 3);
    assertThat(sequence.getFloat(1, 1, 0)).isEqualTo(9);
    assertThat(rows.backprop(sequence, 2, NONE)).isEqualTo(images);
  }

  /** DL4J hands over arrays of any order. */
  @Test
  void doesNotDependOnTheOrderInMemory() {
    INDArray images = Nd4j.arange(12).castTo(DataType.FLOAT).reshape(2, 6);
    assertThat(rows.preProcess(images.dup('f'), 2, NONE))
        .isEqualTo(rows.preProcess(images, 2, NONE));
  }

  @Test
  void keepsTheNumberOfValues() {
    assertThatThrownBy(() -> new ReshapeExamples(new long[] {6}, new long[] {2, 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[6] has not as many values as [2, 2]");
  }
}
