package dev.bottleneck.layer;

import java.util.SplittableRandom;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Masking corruption: each unit of the input is set to 0 with probability {@code level}, the rest
 * stays as it is.
 *
 * <p>Vincent et al. (2008), section 2.3. Unlike dropout it does not scale up what it keeps.
 */
public final class Masking extends LevelCorruption {

  /**
   * @param level probability of a unit being set to 0, in [0, 1]
   * @param seed decides, with the iteration, which
   */
  @JsonCreator
  public Masking(@JsonProperty("level") double level, @JsonProperty("seed") long seed) {
    super(level, seed);
  }

  @Override
  Noise draw(int length, SplittableRandom random) {
    float[] keep = new float[length];
    for (int i = 0; i < length; i++) {
      keep[i] = 1 - below(random.nextDouble(), getLevel());
    }
    return new Noise(keep, null);
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public Masking clone() {
    return new Masking(getLevel(), getSeed());
  }
}
