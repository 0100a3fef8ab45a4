package dev.bottleneck.layer;

/** A corruption of which a level between 0 and 1 says how many units it meets. */
public abstract class LevelCorruption extends Corruption {
  private final double level;

  /**
   * @param level probability of a unit being corrupted, in [0, 1]
   * @param seed decides, with the iteration, which
   */
  LevelCorruption(double level, long seed) {
    super(seed);
    this.level = Check.withinZeroAndOne("level", level);
  }

  /** Probability of a unit being corrupted. */
  public final double getLevel() {
    return level;
  }

  /**
   * 1 if {@code u} is less than {@code level}, else 0: without a branch, which chance would have
   * the processor guess wrong again and again.
   */
  static int below(double u, double level) {
    return (int) (Double.doubleToRawLongBits(u - level) >>> 63);
  }

  @Override
  final boolean dropsInput() {
    return true;
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof LevelCorruption that
        && getClass() == that.getClass()
        && Double.compare(level, that.level) == 0
        && getSeed() == that.getSeed();
  }

  @Override
  public final int hashCode() {
    return (getClass().hashCode() * 31 + Double.hashCode(level)) * 31 + Long.hashCode(getSeed());
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "(level=" + level + ", seed=" + getSeed() + ")";
  }
}
