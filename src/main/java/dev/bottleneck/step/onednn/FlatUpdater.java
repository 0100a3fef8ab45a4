package dev.bottleneck.step.onednn;

import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Update;
import dev.bottleneck.step.onednn.primitive.Tensor;
import dev.bottleneck.step.update.UpdateRule;
import java.util.ArrayList;
import java.util.List;

/**
 * The network's updaters on its flat parameter vector and on DL4J's own flat updater state.
 *
 * <p>Everything passes through short heap arrays, which stay in the processor's cache.
 */
final class FlatUpdater {
  /** Half a page of memory: whole pages of all the vectors at once evict one another. */
  private static final int CHUNK = 512;

  /**
   * Where the vectors come from memory, shorter chunks are faster, as if the processor fetched
   * about as much ahead while one is computed; where caches hold them, fewer copies are. So
   * measured on a Zen 4.
   */
  private static final int CHUNK_FROM_MEMORY = 256;

  /** More of all the vectors together is taken to come from memory. */
  private static final long CACHED_BYTES = 16L << 20;

  /**
   * A gradient below about 1e-17 becomes 0: its square would be denormal. Against the least ε that
   * {@link Update#rule} allows, that is no step.
   */
  private static final float NEGLIGIBLE_GRADIENT = 1e-10f;

  /** A stretch of parameters with one rule. */
  private record Block(UpdateRule rule, int start, int length, int stateStart) {
    /** Of parameters, gradient and state. */
    long bytes() {
      return (2L + rule.states()) * length * Float.BYTES;
    }
  }

  private final List<Block> blocks = new ArrayList<>();
  private final int chunk;
  private final float[] parameters;
  private final float[] gradients;
  private final float[][] states;

  FlatUpdater(List<Update> updates) throws NotCompilable {
    for (Update update : updates) {
      UpdateRule rule = update.rule();
      blocks.add(new Block(rule, update.start(), update.length(), update.stateStart()));
    }
    long bytes = blocks.stream().mapToLong(Block::bytes).sum();
    chunk = bytes > CACHED_BYTES ? CHUNK_FROM_MEMORY : CHUNK;
    parameters = new float[chunk];
    gradients = new float[chunk];
    states = new float[2][chunk];
  }

  /**
   * Takes one step.
   *
   * @param gradient of the loss summed over the batch; stays as it is
   * @param state {@code null} where no updater has any
   */
  void update(
      Tensor parameter, Tensor gradient, Tensor state, int batch, int iteration, int epoch) {
    for (Block block : blocks) {
      block.rule().begin(iteration, epoch);
      for (int done = 0; done < block.length(); done += chunk) {
        int count = Math.min(chunk, block.length() - done);
        update(block, parameter, gradient, state, 1f / batch, done, count);
      }
    }
  }

  private void update(
      Block block,
      Tensor parameter,
      Tensor gradient,
      Tensor state,
      float scale,
      int done,
      int count) {
    int start = block.start() + done;
    parameter.get(start, parameters, count);
    gradient.get(start, gradients, count);
    average(gradients, count, scale);
    for (int i = 0; i < block.rule().states(); i++) {
      state.get(block.stateStart() + i * block.length() + done, states[i], count);
    }
    block.rule().apply(parameters, gradients, states, count);
    parameter.put(start, parameters, count);
    for (int i = 0; i < block.rule().states(); i++) {
      state.put(block.stateStart() + i * block.length() + done, states[i], count);
    }
  }

  private static void average(float[] gradients, int count, float scale) {
    for (int i = 0; i < count; i++) {
      gradients[i] = (gradients[i] * scale + NEGLIGIBLE_GRADIENT) - NEGLIGIBLE_GRADIENT;
    }
  }
}
