package dev.bottleneck.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.training.Examples;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FeaturesTest {
  private static final float[][] VALUES = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {-1, 0, 1}};

  private static Features stored() {
    FeatureBuilder builder = FeatureBuilder.floats(3);
    for (float[] row : VALUES) {
      builder.add(row);
    }
    return builder.build();
  }

  @Test
  void examplesAreJoinedByTheirValues() {
    Features joined = stored().beside(Features.zeros(4, 1)).beside(stored());
    assertThat(joined.length()).isEqualTo(7);
    assertThat(joined.select(new int[] {1, 3}).matrix())
        .isEqualTo(
            Nd4j.createFromArray(new float[][] {{4, 5, 6, 0, 4, 5, 6}, {-1, 0, 1, 0, -1, 0, 1}}));
    Features three = stored().select(new int[] {0, 1, 2});
    assertThatThrownBy(() -> stored().beside(three))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 examples beside 4");
  }

  @Test
  void everyValueIsMultiplied() {
    assertThat(stored().times(0.5f).matrix()).isEqualTo(Nd4j.createFromArray(VALUES).mul(0.5));
  }

  @Test
  void examplesFollowOthers() {
    Features both = stored().followedBy(stored().select(new int[] {2, 0, 1}));
    assertThat(both.size()).isEqualTo(7);
    assertThat(both.select(new int[] {6, 3, 4}).matrix())
        .isEqualTo(Nd4j.createFromArray(new float[][] {VALUES[1], VALUES[3], VALUES[2]}));
    assertThatThrownBy(() -> stored().followedBy(Features.zeros(2, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("examples of 4 values after others of 3");
  }

  /** Whatever form they are held in, the same examples come out. */
  @Test
  void everyFormGivesTheSameRows() {
    Features dense = Features.of(Nd4j.createFromArray(VALUES));
    Features computed =
        Features.computed(4, 3, (row, block, at) -> System.arraycopy(VALUES[row], 0, block, at, 3));
    int[] chosen = {3, 0, 0, 2};
    INDArray expected =
        Nd4j.createFromArray(new float[][] {VALUES[3], VALUES[0], VALUES[0], VALUES[2]});
    for (Features features : new Features[] {dense, computed, stored()}) {
      assertThat(features.matrix()).isEqualTo(Nd4j.createFromArray(VALUES));
      assertThat(features.select(chosen).matrix()).isEqualTo(expected);
      assertThat(features.select(chosen).select(new int[] {1, 3}).matrix())
          .isEqualTo(Nd4j.createFromArray(new float[][] {VALUES[0], VALUES[2]}));
      INDArray place = Nd4j.createUninitialized(DataType.FLOAT, new long[] {4, 3}, 'c');
      features.gather(chosen, place, new float[features.blockFloats(4)]);
      assertThat(place).isEqualTo(expected);
      float[] row = new float[5];
      features.write(3, row, 2);
      assertThat(row).containsExactly(0, 0, -1, 0, 1);
    }
  }

  @Test
  void refusesExamplesThatAreNotThere() {
    assertThatThrownBy(() -> stored().select(new int[] {4})).hasMessage("example 4 of 4");
    assertThatThrownBy(() -> stored().select(new int[] {0, 1}).select(new int[] {2}))
        .hasMessage("example 2 of 2");
  }

  /** What is beyond the share of the heap lies in a file, and comes back the same. */
  @Test
  void examplesBeyondTheHeapsShareLieInAFile(@TempDir Path folder) {
    int length = 1 << 20; // 4 MiB an example: four to a chunk
    FeatureBuilder builder =
        new FeatureBuilder(ElementType.FLOAT32, length, false, folder.resolve("new"), 1 << 24);
    float[] row = new float[length];
    for (int i = 0; i < 9; i++) {
      row[length - 1] = i;
      builder.add(row);
    }
    Features features = builder.build();
    for (int i = 0; i < 9; i++) {
      features.write(i, row, 0);
      assertThat(row[length - 1]).isEqualTo(i);
    }
    assertThat(folder.resolve("new")).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "UINT8, ff, 255",
    "INT8, ff, -1",
    "UINT16, ffff, 65535",
    "INT16, feff, -2",
    "UINT32, ffffffff, 4294967295",
    "INT32, fbffffff, -5",
    "UINT64, 0000000000000080, 9223372036854775808",
    "INT64, ffffffffffffffff, -1",
    "FLOAT16, 003c, 1",
    "FLOAT16, 0100, 5.9604645e-8",
    "FLOAT16, ff83, -6.097555e-5",
    "FLOAT16, ff7b, 65504",
    "FLOAT16, 00fc, -Infinity",
    "FLOAT16, 017c, NaN",
    "FLOAT32, 0000c03f, 1.5",
    "FLOAT64, 000000000000f83f, 1.5"
  })
  void readsEveryTypeOfNumber(ElementType type, String littleEndian, float expected) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(type.bytes());
    for (int i = 0; i < littleEndian.length(); i += 2) {
      bytes.put((byte) Integer.parseInt(littleEndian.substring(i, i + 2), 16));
    }
    assertThat((Float) type.at(bytes, type.bytes())).isEqualTo((Float) expected);
  }

  @Test
  void bytesOfImagesAreDividedBy255() {
    Features pixels = StoredFeatures.pixels(new byte[] {0, 51, -1, 5}, 2, 2);
    assertThat(pixels.matrix().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{0, 51 / 255f}, {1, 5 / 255f}});
  }

  /** Who copies the bytes themselves has the floats that are gathered, whichever rows they are. */
  @Test
  void bytesStandForTheFloatsThatAreWritten() {
    byte[] values = new byte[3 * 4];
    new Random(1).nextBytes(values);
    Features pixels = StoredFeatures.pixels(values, 3, 4);
    sameByBytes(pixels);
    sameByBytes(pixels.select(new int[] {2, 0}));
    ByteBuffer[] chunks = {
      ByteBuffer.wrap(values, 0, 8).slice(), ByteBuffer.wrap(values, 8, 4).slice()
    };
    int[] turned = {3, 1, 0, 2};
    sameByBytes(new StoredFeatures(ElementType.UINT8, chunks, 2, 3, 4, false, turned));
    sameByBytes(new StoredFeatures(ElementType.INT8, chunks, 2, 3, 4, false, null));
    assertThat(new StoredFeatures(ElementType.INT16, chunks, 2, 3, 2, false, null).bytes())
        .isEmpty();
    assertThat(pixels.times(2).bytes()).isEmpty();
  }

  private static void sameByBytes(Features features) {
    Examples.Bytes bytes = features.bytes().orElseThrow();
    float[] floats = new float[features.length()];
    byte[] row = new byte[features.length()];
    for (int i = 0; i < features.size(); i++) {
      features.write(i, floats, 0);
      bytes.write(i, row, 0);
      for (int j = 0; j < row.length; j++) {
        assertThat(bytes.floats()[row[j] & 0xff]).isEqualTo(floats[j]);
      }
    }
  }
}
