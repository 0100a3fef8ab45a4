package dev.bottleneck.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.runtime.UserError;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnnxGraphTest {
  @Test
  void aConstantsNameIsOfOneArray() {
    OnnxGraph graph = new OnnxGraph("graph", "a/run", 100);
    NamedArray array = new NamedArray("a.W", () -> new float[] {1, 2}, 2);
    assertThat(graph.constant(array)).isEqualTo(graph.constant(array));
    assertThat(graph.build().getInitializerCount()).isOne();
    NamedArray other = new NamedArray("a.W", () -> new float[] {1, 3}, 2);
    assertThatThrownBy(() -> graph.constant(other))
        .isInstanceOf(UserError.class)
        .hasMessage("a/run: two of its arrays are called a.W");
    String node = graph.add("a", "Relu", List.of("a.W"));
    NamedArray node2 = new NamedArray(node, () -> new float[] {1}, 1);
    assertThatThrownBy(() -> graph.constant(node2)).isInstanceOf(UserError.class);
  }
}
