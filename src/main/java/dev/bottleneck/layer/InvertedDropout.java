package dev.bottleneck.layer;

import java.util.SplittableRandom;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Dropout on the input: each unit is set to 0 with probability {@code level}, the rest is divided
 * by {@code 1 − level}, so that the mean stays.
 *
 * <p>Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting" (2014),
 * in the inverted form of Keras and PyTorch. DL4J's own {@code Dropout} draws from the thread's
 * generator, and so depends on what ran before.
 */
public final class InvertedDropout extends LevelCorruption {

  /**
   * @param level probability of a unit being set to 0, in [0, 1)
   * @param seed decides, with the iteration, which
   */
  @JsonCreator
  public InvertedDropout(@JsonProperty("level") double level, @JsonProperty("seed") long seed) {
    super(level, seed);
    if (level == 1) {
      throw new IllegalArgumentException(
          "level must be less than 1: dropout of all leaves nothing");
    }
  }

  @Override
  Noise draw(int length, SplittableRandom random) {
    float[] keep = new float[length];
    float kept = (float) (1 / (1 - getLevel()));
    for (int i = 0; i < length; i++) {
      keep[i] = kept * (1 - below(random.nextDouble(), getLevel()));
    }
    return new Noise(keep, null);
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public InvertedDropout clone() {
    return new InvertedDropout(getLevel(), getSeed());
  }
}
