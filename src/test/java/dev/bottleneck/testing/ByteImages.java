package dev.bottleneck.testing;

import dev.bottleneck.data.Features;
import java.util.Optional;
import java.util.Random;

/**
 * Images of a byte a pixel.
 *
 * @param pixels one after another
 * @param length of one
 */
public record ByteImages(byte[] pixels, int size, int length) implements Features {
  /** Of random bytes. */
  public static ByteImages random(int size, int length) {
    byte[] pixels = new byte[size * length];
    new Random(size + length).nextBytes(pixels);
    return new ByteImages(pixels, size, length);
  }

  @Override
  public void write(int row, float[] block, int offset) {
    for (int i = 0; i < length; i++) {
      block[offset + i] = (pixels[row * length + i] & 0xff) / 255f;
    }
  }

  @Override
  public Optional<Bytes> bytes() {
    return Optional.of(
        new Bytes() {
          @Override
          public float[] floats() {
            float[] floats = new float[256];
            for (int value = 0; value < floats.length; value++) {
              floats[value] = value / 255f;
            }
            return floats;
          }

          @Override
          public void write(int row, byte[] block, int offset) {
            System.arraycopy(pixels, row * length, block, offset, length);
          }
        });
  }
}
