package dev.bottleneck.step;

import dev.bottleneck.layer.KSparse;

/** {@link KSparse}: keeps the k largest activations of each example. */
final class KSparseStage implements Stage {
  private final KSparse layer;
  private final boolean training;
  private final Signal input;
  private final Signal output;
  private final float[] values;
  private final double[] exact;
  private float[] kept; // 1 or 0

  private KSparseStage(KSparse layer, boolean training, Signal input, Signal output) {
    this.layer = layer;
    this.training = training;
    this.input = input;
    this.output = output;
    values = new float[input.value().length()];
    exact = new double[values.length];
  }

  static Signal compile(KSparse layer, LayerPlan plan, Signal input) throws NotCompilable {
    if (input.value().shape().length != 2) {
      throw plan.refuse("its input is not [batch, n]");
    }
    Signal output = new Signal(plan.builder().tensor(input.value().shape()), input.gradient());
    plan.builder().add(new KSparseStage(layer, plan.section().isTraining(), input, output));
    return output;
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
