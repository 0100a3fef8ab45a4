package dev.bottleneck.layer;

import java.util.Arrays;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Gives each example another shape: {@code [batch, from...]} to {@code [batch, to...]}, values in
 * c-order.
 *
 * <p>An image {@code [batch, height × width]} so becomes a sequence of its rows, {@code [batch,
 * height, width]}, which is DL4J's recurrent format NWC.
 */
public final class ReshapeExamples implements InputPreProcessor {
  private final long[] from;
  private final long[] to;

  /**
   * @param from shape of an example below
   * @param to shape above, of as many values
   */
  @JsonCreator
  public ReshapeExamples(@JsonProperty("from") long[] from, @JsonProperty("to") long[] to) {
    if (values(from) != values(to)) {
      throw new IllegalArgumentException(
          "%s has not as many values as %s".formatted(Arrays.toString(from), Arrays.toString(to)));
    }
    this.from = from.clone();
    this.to = to.clone();
  }

  private static long values(long[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  public long[] getFrom() {
    return from.clone();
  }

  public long[] getTo() {
    return to.clone();
  }

  @Override
  public INDArray preProcess(INDArray input, int miniBatchSize, LayerWorkspaceMgr workspaceMgr) {
    return reshaped(input, to, ArrayType.ACTIVATIONS, workspaceMgr);
  }

  @Override
  public INDArray backprop(INDArray output, int miniBatchSize, LayerWorkspaceMgr workspaceMgr) {
    return reshaped(output, from, ArrayType.ACTIVATION_GRAD, workspaceMgr);
  }

  private static INDArray reshaped(
      INDArray array, long[] shape, ArrayType type, LayerWorkspaceMgr workspaceMgr) {
    long[] whole = new long[shape.length + 1];
    whole[0] = array.size(0);
    System.arraycopy(shape, 0, whole, 1, shape.length);
    return workspaceMgr.dup(type, array, 'c').reshape('c', whole);
  }

  /** Nothing is inferred from it: networks with it state every layer's inputs. */
  @Override
  public InputType getOutputType(InputType inputType) {
    return inputType;
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(
      INDArray maskArray, MaskState currentMaskState, int minibatchSize) {
    return new Pair<>(maskArray, currentMaskState);
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public InputPreProcessor clone() {
    return new ReshapeExamples(from, to);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReshapeExamples that
        && Arrays.equals(from, that.from)
        && Arrays.equals(to, that.to);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(from) + Arrays.hashCode(to);
  }
}
