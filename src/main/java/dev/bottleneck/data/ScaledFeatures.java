package dev.bottleneck.data;

import dev.bottleneck.autoencoder.Scaling;

/** Features as a network sees them: scaled when they are read. */
final class ScaledFeatures implements Features {
  private final Features raw;
  private final Scaling scaling;
  private final boolean clipped;

  /**
   * @param clipped whether values beyond [0,1], which only examples can have that the scaling was
   *     not fitted on, are taken at its ends
   */
  ScaledFeatures(Features raw, Scaling scaling, boolean clipped) {
    this.raw = raw;
    this.scaling = scaling;
    this.clipped = clipped;
  }

  @Override
  public int size() {
    return raw.size();
  }

  @Override
  public int length() {
    return raw.length();
  }

  @Override
  public String held() {
    return raw.held();
  }

  @Override
  public void write(int row, float[] block, int offset) {
    raw.write(row, block, offset);
    scaling.apply(block, offset);
    if (clipped) {
      for (int i = offset; i < offset + length(); i++) {
        block[i] = Math.max(0, Math.min(1, block[i]));
      }
    }
  }
}
