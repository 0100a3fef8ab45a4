package dev.bottleneck.step.onednn;

import dev.bottleneck.layer.Corruption;
import dev.bottleneck.step.graph.Corrupt;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.onednn.primitive.Signal;
import dev.bottleneck.step.onednn.primitive.Stage;

/** {@code y = keep ⊙ x + add} with the noise that {@link Corruption} has for the iteration. */
final class CorruptionStage implements Stage {
  private final Corruption corruption;
  private final Signal input;
  private final Signal output;
  private final float[] values;
  private float[] keep; // of the last forward pass; null where all is kept

  private CorruptionStage(Corruption corruption, Signal input, Signal output) {
    this.corruption = corruption;
    this.input = input;
    this.output = output;
    values = new float[input.value().length()];
  }

  static void append(Corrupt operation, Lowering lowering) throws NotCompilable {
    Signal input = lowering.inOrder(operation.input());
    Signal output = new Signal(lowering.builder().tensor(input.value().shape()), input.gradient());
    lowering.builder().add(new CorruptionStage(operation.corruption(), input, output));
    lowering.put(operation.output(), output);
  }

  @Override
  public void forward(int iteration) {
    Corruption.Noise noise = corruption.noise(values.length, iteration);
    keep = noise.keep();
    input.value().get(values);
    if (keep != null) {
      multiply(values, keep);
    }
    if (noise.add() != null) {
      add(values, noise.add());
    }
    output.value().put(values);
  }

  @Override
  public void backward() {
    if (keep != null && output.wantsGradient()) {
      output.gradient().get(values);
      multiply(values, keep);
      input.gradient().put(values);
    }
    keep = null;
  }

  private static void multiply(float[] values, float[] factors) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factors[i];
    }
  }

  private static void add(float[] values, float[] terms) {
    for (int i = 0; i < values.length; i++) {
      values[i] += terms[i];
    }
  }
}
