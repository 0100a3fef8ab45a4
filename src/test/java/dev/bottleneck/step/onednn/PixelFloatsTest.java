package dev.bottleneck.step.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.bottleneck.step.onednn.primitive.PixelFloats;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelFloatsTest {
  /** Less than the smallest kernel takes, several kernels, more than all at once; in two pieces. */
  @ParameterizedTest
  @CsvSource({"1, 0", "511, 7", "512, 512", "25088, 784", "32768, 1", "100000, 40000"})
  void everyByteIsDividedToTheLastBit(int count, int first) {
    byte[] bytes = new byte[count];
    new SplittableRandom(count).nextBytes(bytes);
    for (boolean direct : new boolean[] {false, true}) {
      ByteBuffer from = direct ? ByteBuffer.allocateDirect(count) : ByteBuffer.allocate(count);
      from.put(0, bytes);
      try (FloatPointer to = new FloatPointer(count + 1)) {
        to.put(count, -1);
        var lent = PixelFloats.lend(to.address());
        assumeThat(lent).as("oneDNN").isPresent();
        try (PixelFloats floats = lent.get()) {
          floats.add(from, 0, first);
          floats.add(from, first, count - first);
        }
        for (int i = 0; i < count; i++) {
          assertThat(to.get(i)).isEqualTo((bytes[i] & 0xff) / 255f);
        }
        assertThat(to.get(count)).as("what stands behind").isEqualTo(-1);
      }
    }
  }

  @Test
  void whatIsLentAgainWasNotTakenByTheCollector() {
    byte[] bytes = new byte[4096];
    for (int round = 0; round < 5; round++) {
      Arrays.fill(bytes, (byte) (50 * round));
      try (FloatPointer to = new FloatPointer(bytes.length)) {
        var lent = PixelFloats.lend(to.address());
        assumeThat(lent).as("oneDNN").isPresent();
        try (PixelFloats floats = lent.get()) {
          floats.add(ByteBuffer.wrap(bytes), 0, bytes.length);
        }
        assertThat(to.get(4095)).isEqualTo(50 * round / 255f);
      }
      System.gc();
    }
  }
}
