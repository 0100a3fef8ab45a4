package dev.bottleneck.data;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Some examples of others, by their indices. */
final class SelectedFeatures implements Features {
  private final Features whole;
  private final int[] rows;

  SelectedFeatures(Features whole, int[] rows) {
    for (int row : rows) {
      if (row < 0 || row >= whole.size()) {
        throw new IllegalArgumentException("example " + row + " of " + whole.size());
      }
    }
    this.whole = whole;
    this.rows = rows.clone();
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public int length() {
    return whole.length();
  }

  @Override
  public String held() {
    return whole.held();
  }

  @Override
  public void write(int row, float[] block, int offset) {
    whole.write(rows[row], block, offset);
  }

  @Override
  public Optional<Bytes> bytes() {
    return whole.bytes().map(SelectedBytes::new);
  }

  private final class SelectedBytes implements Bytes {
    private final Bytes bytes;

    SelectedBytes(Bytes bytes) {
      this.bytes = bytes;
    }

    @Override
    public float[] floats() {
      return bytes.floats();
    }

    @Override
    public void write(int row, byte[] block, int offset) {
      bytes.write(rows[row], block, offset);
    }
  }

  @Override
  public void gather(int[] wanted, INDArray place, float[] block) {
    int[] found = new int[wanted.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = rows[wanted[i]];
    }
    whole.gather(found, place, block);
  }

  @Override
  public int blockFloats(int wanted) {
    return whole.blockFloats(wanted);
  }

  /** Selecting of a selection is one selection. */
  @Override
  public Features select(int[] wanted) {
    for (int row : wanted) {
      if (row < 0 || row >= rows.length) {
        throw new IllegalArgumentException("example " + row + " of " + rows.length);
      }
    }
    return new SelectedFeatures(whole, Arrays.stream(wanted).map(row -> rows[row]).toArray());
  }
}
