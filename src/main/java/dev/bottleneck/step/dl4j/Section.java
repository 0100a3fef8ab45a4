package dev.bottleneck.step.dl4j;

import dev.bottleneck.step.graph.Purpose;
import java.util.Arrays;
import java.util.List;

/**
 * Which part of a network a plan is for.
 *
 * @param from the node whose output is given, or the network's input
 * @param to the last node
 * @param shape of what is given, {@code [batch, …]}
 */
public record Section(Purpose purpose, String from, String to, List<Long> shape) {
  /** That of the layers {@code first} to {@code last} of a row. */
  public static Section ofLayers(Purpose purpose, int first, int last, long... shape) {
    return new Section(
        purpose,
        Definition.name(first - 1),
        Definition.name(last),
        Arrays.stream(shape).boxed().toList());
  }

  long[] featuresShape() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }
}
