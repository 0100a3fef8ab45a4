package dev.bottleneck.step.onednn;

import dev.bottleneck.layer.KSparse;
import dev.bottleneck.step.graph.KeepLargest;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.onednn.primitive.Signal;
import dev.bottleneck.step.onednn.primitive.Stage;
import dev.bottleneck.step.onednn.primitive.StageBuilder;

/** {@link KeepLargest}: keeps the k largest activations of each example. */
final class KeepLargestStage implements Stage {
  private final KSparse layer;
  private final boolean training;
  private final Signal input;
  private final Signal output;
  private final float[] values;
  private final double[] exact;
  private float[] kept; // 1 or 0

  private KeepLargestStage(KeepLargest operation, Signal input, Signal output) {
    layer = operation.layer();
    training = operation.training();
    this.input = input;
    this.output = output;
    values = new float[input.value().length()];
    exact = new double[values.length];
  }

  static void append(KeepLargest operation, Lowering lowering) throws NotCompilable {
    StageBuilder builder = lowering.builder();
    Signal input = lowering.inOrder(operation.input());
    Signal output = new Signal(builder.tensor(input.value().shape()), input.gradient());
    builder.add(new KeepLargestStage(operation, input, output));
    lowering.put(operation.output(), output);
  }

  @Override
  public void forward(int iteration) {
    input.value().get(values);
    for (int i = 0; i < values.length; i++) {
      exact[i] = values[i];
    }
    kept = layer.kept(exact, input.value().size(1), training);
    applyMask();
    output.value().put(values);
  }

  @Override
  public void backward() {
    if (output.wantsGradient()) {
      output.gradient().get(values);
      applyMask();
      input.gradient().put(values);
    }
  }

  private void applyMask() {
    for (int i = 0; i < values.length; i++) {
      values[i] *= kept[i];
    }
  }
}
