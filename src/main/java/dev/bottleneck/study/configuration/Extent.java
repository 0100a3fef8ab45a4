package dev.bottleneck.study.configuration;

import dev.bottleneck.data.Dataset;

/** How much of a study is carried out: all of it, or in quick mode enough to see that it runs. */
public enum Extent {
  WHOLE,
  QUICK;

  private static final int EPOCHS = 2;
  private static final int BATCHES = 20;
  private static final int EXAMPLES = 500;
  private static final int POINTS = 200;

  /** Of so many epochs of a phase. */
  public int epochs(int whole) {
    return limited(whole, EPOCHS);
  }

  /** Of so many mini-batches of an epoch. */
  public int batches(int whole) {
    return limited(whole, BATCHES);
  }

  /** Of so many examples that are measured or shown. */
  public int examples(int whole) {
    return limited(whole, EXAMPLES);
  }

  /** Of so many points that are mapped to the plane. */
  public int points(int whole) {
    return limited(whole, POINTS);
  }

  /** The examples of {@code whole} that are measured or shown, drawn by {@code seed}. */
  public Dataset examples(Dataset whole, long seed) {
    int count = examples(whole.size());
    return count == whole.size() ? whole : whole.sample(count, seed);
  }

  private int limited(int whole, int most) {
    return this == QUICK ? Math.min(whole, most) : whole;
  }
}
