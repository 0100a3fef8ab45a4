package dev.bottleneck.autoencoder;

import dev.bottleneck.runtime.UserError;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;

/** What the vertices of a graph that are no layers make of an example. */
final class VertexShapes {
  private VertexShapes() {}

  /**
   * The output for the outputs of those before.
   *
   * @throws UserError if they cannot be joined
   */
  static InputType output(GraphVertex vertex, InputType... given) {
    if (vertex instanceof MergeVertex merge) {
      requireJoinable(merge.getMergeAxis(), given);
    }
    return vertex.getOutputType(0, given);
  }

  /** ND4J would look only when it has begun to join them, and print its own mind. */
  private static void requireJoinable(int axis, InputType... given) {
    long[] first = given[0].getShape(true);
    for (InputType type : given) {
      long[] shape = type.getShape(true);
      boolean joins = axis > 0 && axis < first.length && shape.length == first.length;
      for (int d = 1; d < first.length && joins; d++) {
        joins = d == axis || shape[d] == first[d];
      }
      if (!joins) {
        throw new UserError("it joins " + given[0] + " and " + type + " along axis " + axis);
      }
    }
  }
}
