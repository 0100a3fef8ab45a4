package dev.bottleneck.data;

import dev.bottleneck.device.Machine;
import dev.bottleneck.step.onednn.primitive.PixelFloats;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Features as their file holds them: numbers of one {@link ElementType} in c-order, in memory or
 * mapped. Pages of a mapped file are the system's to drop, so that it may be larger than memory.
 */
final class StoredFeatures implements Features {
  private static final float[] PIXEL = new float[256];

  static {
    for (int value = 0; value < 256; value++) {
      PIXEL[value] = value / 255f;
    }
  }

  private final ElementType type;
  private final ByteBuffer[] chunks;
  private final int rowsPerChunk;
  private final int size;
  private final int length;
  private final boolean pixels;
  private final int[] places; // null: as they stand

  /**
   * @param chunks each of {@code rowsPerChunk} whole rows from byte 0 on, the last of what is left
   * @param pixels whether bytes are brightnesses, to be divided by 255
   * @param places for each value of an example, in the order of {@link SampleShape}, where it
   *     stands among those that are stored; {@code null} for the same order
   */
  StoredFeatures(
      ElementType type,
      ByteBuffer[] chunks,
      int rowsPerChunk,
      int size,
      int length,
      boolean pixels,
      int[] places) {
    if (pixels && type != ElementType.UINT8) {
      throw new IllegalArgumentException("pixels of " + type);
    }
    this.type = type;
    this.chunks = chunks.clone();
    this.rowsPerChunk = rowsPerChunk;
    this.size = size;
    this.length = length;
    this.pixels = pixels;
    this.places = isInOrder(places) ? null : places.clone();
  }

  private static boolean isInOrder(int[] places) {
    return places == null
        || IntStream.range(0, places.length).allMatch(value -> places[value] == value);
  }

  /** Images of one byte a value, scaled to [0,1]. */
  static StoredFeatures pixels(byte[] values, int size, int length) {
    return new StoredFeatures(
        ElementType.UINT8,
        new ByteBuffer[] {ByteBuffer.wrap(values)},
        size,
        size,
        length,
        true,
        null);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public String held() {
    long bytes = (long) size * length * type.bytes();
    long mapped = 0;
    for (ByteBuffer chunk : chunks) {
      mapped += chunk.isDirect() ? chunk.capacity() : 0;
    }
    mapped = Math.min(mapped, bytes);
    String text = "as " + type.toString().toLowerCase(Locale.ROOT) + ": ";
    String memory = ByteCount.of(bytes - mapped) + " in memory";
    String file =
        ByteCount.of(mapped) + " in a file, read again in each epoch as far as memory is short";
    return text + (mapped == 0 ? memory : mapped == bytes ? file : memory + ", " + file);
  }

  @Override
  public void write(int row, float[] block, int offset) {
    ByteBuffer chunk = chunks[row / rowsPerChunk];
    int first = row % rowsPerChunk * length * type.bytes();
    if (pixels && places == null) {
      if (chunk.hasArray()) {
        writePixels(chunk.array(), chunk.arrayOffset() + first, block, offset);
      } else {
        byte[] bytes = new byte[length];
        chunk.get(first, bytes);
        writePixels(bytes, 0, block, offset);
      }
      return;
    }
    for (int i = 0; i < length; i++) {
      int place = places == null ? i : places[i];
      float value = type.at(chunk, first + place * type.bytes());
      block[offset + i] = pixels ? PIXEL[(int) value] : value;
    }
  }

  @Override
  public Optional<Bytes> bytes() {
    return type.bytes() == 1 ? Optional.of(new StoredBytes()) : Optional.empty();
  }

  private final class StoredBytes implements Bytes {
    @Override
    public float[] floats() {
      if (pixels) {
        return PIXEL.clone();
      }
      float[] floats = new float[256];
      for (int value = 0; value < floats.length; value++) {
        floats[value] = type.at(ByteBuffer.wrap(new byte[] {(byte) value}), 0);
      }
      return floats;
    }

    @Override
    public void write(int row, byte[] block, int offset) {
      ByteBuffer chunk = chunks[row / rowsPerChunk];
      int first = row % rowsPerChunk * length;
      if (places == null) {
        chunk.get(first, block, offset, length);
        return;
      }
      for (int i = 0; i < length; i++) {
        block[offset + i] = chunk.get(first + places[i]);
      }
    }
  }

  @Override
  public void gather(int[] rows, INDArray place, float[] block) {
    Optional<PixelFloats> lent =
        pixels && places == null && !Machine.computesOnGpu()
            ? PixelFloats.lend(place.data().addressPointer().address())
            : Optional.empty();
    if (lent.isEmpty()) {
      Features.super.gather(rows, place, block);
      return;
    }
    try (PixelFloats floats = lent.get()) {
      for (int row : rows) {
        floats.add(chunks[row / rowsPerChunk], row % rowsPerChunk * length, length);
      }
    } finally {
      Reference.reachabilityFence(place);
    }
  }

  private void writePixels(byte[] bytes, int first, float[] block, int offset) {
    for (int i = 0; i < length; i++) {
      block[offset + i] = PIXEL[bytes[first + i] & 0xff];
    }
  }
}
