package dev.bottleneck.step.onednn.primitive;

import org.bytedeco.dnnl.memory;

/** A stretch of the network's flat parameter vector and of its gradient, used in place. */
public final class ParameterView {
  private final StageBuilder plan;
  private final long valueAddress;
  private final long gradientAddress;
  private final int length;
  private boolean gradientClaimed;

  public ParameterView(StageBuilder plan, long valueAddress, long gradientAddress, int length) {
    this.plan = plan;
    this.valueAddress = valueAddress;
    this.gradientAddress = gradientAddress;
    this.length = length;
  }

  public int length() {
    return length;
  }

  /** The values, seen in {@code layout}. */
  public Tensor value(memory.desc layout) {
    return plan.view(valueAddress, layout, length);
  }

  /** The gradient, seen in {@code layout}. */
  public Tensor gradient(memory.desc layout) {
    return plan.view(gradientAddress, layout, length);
  }

  /**
   * To be called once by each stage that contributes to the gradient, in {@link
   * Stage#prepareBackward}.
   *
   * @return whether the stage is the first to do so in a backward pass, and has to overwrite what
   *     the last step left; the others add
   */
  public boolean claimGradient() {
    boolean first = !gradientClaimed;
    gradientClaimed = true;
    return first;
  }
}
