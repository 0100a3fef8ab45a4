package dev.bottleneck.layer;

import dev.bottleneck.runtime.Seeds;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.AddOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Corrupts the input of a layer while training, {@code x̃ = keep ⊙ x + add}, and leaves it alone at
 * inference.
 *
 * <p>Goes into a layer's {@code dropOut(…)}. P. Vincent et al., "Extracting and composing robust
 * features with denoising autoencoders" (2008). Any shape.
 *
 * <p>The noise depends on (seed, iteration) and on the unit's place in the batch alone: not on
 * ND4J's global random numbers, nor on the thread or the backend. So a resumed run sees the noise
 * of an uninterrupted one, and runs side by side do not disturb each other. Nothing is remembered
 * between the forward and the backward pass, so that an instance may be shared. Layers of one
 * network need different seeds, lest they be corrupted alike. The price is that the noise is drawn
 * on the host: to a GPU it is sent at every step.
 */
public abstract class Corruption implements IDropout {

  /**
   * The noise of one step in C order; {@code null} stands for keeping everything, or for adding
   * nothing.
   */
  public record Noise(float[] keep, float[] add) {}

  private final long seed;

  Corruption(long seed) {
    this.seed = seed;
  }

  /** The seed that, with the iteration, decides the noise. */
  public final long getSeed() {
    return seed;
  }

  /** A corrupted copy of {@code input}, as training would see it at {@code iteration}. */
  public final INDArray corrupt(INDArray input, int iteration) {
    INDArray result = Nd4j.createUninitialized(input.dataType(), input.shape(), 'c');
    return applyDropout(input, result, iteration, 0, LayerWorkspaceMgr.noWorkspaces());
  }

  /** The noise for {@code length} values at {@code iteration}. */
  public final Noise noise(int length, int iteration) {
    return draw(length, new SplittableRandom(Seeds.derive(seed, iteration)));
  }

  /** Draws the noise for {@code length} values, the values in order. */
  abstract Noise draw(int length, SplittableRandom random);

  /** Whether {@link Noise#keep} may hold anything but ones. */
  abstract boolean dropsInput();

  @Override
  public final INDArray applyDropout(
      INDArray inputActivations,
      INDArray resultArray,
      int iteration,
      int epoch,
      LayerWorkspaceMgr workspaceMgr) {
    Noise noise = noise(Math.toIntExact(resultArray.length()), iteration);
    INDArray kept = inputActivations.castTo(resultArray.dataType());
    if (noise.keep() != null) {
      Nd4j.exec(new MulOp(kept, like(resultArray, noise.keep()), resultArray));
      kept = resultArray;
    }
    if (noise.add() != null) {
      Nd4j.exec(new AddOp(kept, like(resultArray, noise.add()), resultArray));
    } else if (kept != resultArray) {
      resultArray.assign(kept);
    }
    return resultArray;
  }

  @Override
  public final INDArray backprop(
      INDArray gradAtOutput, INDArray gradAtInput, int iteration, int epoch) {
    if (dropsInput()) {
      float[] keep = noise(Math.toIntExact(gradAtInput.length()), iteration).keep();
      Nd4j.exec(new MulOp(gradAtOutput, like(gradAtInput, keep), gradAtInput));
    } else if (gradAtInput != gradAtOutput) {
      gradAtInput.assign(gradAtOutput);
    }
    return gradAtInput;
  }

  @Override
  public final void clear() {
    // Nothing is remembered.
  }

  @Override
  public abstract Corruption clone();

  private static INDArray like(INDArray array, float[] values) {
    return Nd4j.createFromArray(values).reshape('c', array.shape()).castTo(array.dataType());
  }
}
