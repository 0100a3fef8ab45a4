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
  /** That of what lies behind {@code from}, up to {@code to}. */
  public static Section of(Purpose purpose, String from, String to, long... shape) {
    return new Section(purpose, from, to, Arrays.stream(shape).boxed().toList());
  }

  long[] featuresShape() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }
}
