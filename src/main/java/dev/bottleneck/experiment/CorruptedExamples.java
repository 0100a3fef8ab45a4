package dev.bottleneck.experiment;

import dev.bottleneck.data.Features;
import dev.bottleneck.layer.Corruption;

/** Examples as a corruption leaves them, always alike, for a look at what is made of them. */
final class CorruptedExamples {
  private CorruptedExamples() {}

  /** Each example with noise of its own, which depends on the corruption's seed and its place. */
  static Features of(Features examples, Corruption corruption) {
    int length = examples.length();
    return Features.computed(
        examples.size(),
        length,
        (row, block, offset) -> {
          examples.write(row, block, offset);
          corrupt(block, offset, corruption.noise(length, row));
        });
  }

  private static void corrupt(float[] block, int offset, Corruption.Noise noise) {
    for (int i = 0; noise.keep() != null && i < noise.keep().length; i++) {
      block[offset + i] *= noise.keep()[i];
    }
    for (int i = 0; noise.add() != null && i < noise.add().length; i++) {
      block[offset + i] += noise.add()[i];
    }
  }
}
