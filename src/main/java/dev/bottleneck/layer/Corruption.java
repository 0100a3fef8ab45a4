package dev.bottleneck.layer;

import dev.bottleneck.runtime.Seeds;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Noise on a layer's input in training, as a denoising autoencoder wants it.
 *
 * <p>DL4J's own noise draws from the thread's generator, so that it depends on what ran before.
 * Here the noise of a step is a function of (seed, iteration) alone: a resumed run goes on exactly,
 * and runs side by side do not disturb each other.
 */
abstract class Corruption implements IDropout {
  private final long seed;
  private transient Random random;

  Corruption(long seed) {
    this.seed = seed;
  }

  /** The seed that, with the iteration, determines the noise. */
  public final long getSeed() {
    return seed;
  }

  /** A corrupted copy of {@code input}, {@code [batch, n]}, as training saw it in an iteration. */
  public final INDArray corrupt(INDArray input, int iteration) {
    INDArray result = Nd4j.createUninitialized(input.dataType(), input.shape(), input.ordering());
    applyDropout(
        input,
        result,
        iteration,
        0,
        org.deeplearning4j.nn.workspace.LayerWorkspaceMgr.noWorkspaces());
    clear();
    return result;
  }

  /** This object's own generator, set to the step's place. */
  final Random random(int iteration) {
    if (random == null) {
      random = Nd4j.getRandomFactory().getNewRandomInstance(seed);
    }
    random.setSeed(Seeds.derive(seed, iteration));
    return random;
  }

  @Override
  public abstract IDropout clone();
}
