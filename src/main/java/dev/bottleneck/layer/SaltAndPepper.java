package dev.bottleneck.layer;

import java.util.SplittableRandom;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Salt-and-pepper corruption: each unit of the input is replaced with probability {@code level}, by
 * 0 or by 1 with equal chance.
 *
 * <p>Vincent et al., "Stacked denoising autoencoders" (2010), section 3.3. For inputs in [0, 1].
 */
public final class SaltAndPepper extends LevelCorruption {

  /**
   * @param level probability of a unit being replaced, in [0, 1]
   * @param seed decides, with the iteration, which and by what
   */
  @JsonCreator
  public SaltAndPepper(@JsonProperty("level") double level, @JsonProperty("seed") long seed) {
    super(level, seed);
  }

  @Override
  Noise draw(int length, SplittableRandom random) {
    float[] keep = new float[length];
    float[] add = new float[length];
    for (int i = 0; i < length; i++) {
      double u = random.nextDouble();
      keep[i] = 1 - below(u, getLevel());
      add[i] = below(u, getLevel() / 2);
    }
    return new Noise(keep, add);
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public SaltAndPepper clone() {
    return new SaltAndPepper(getLevel(), getSeed());
  }
}
