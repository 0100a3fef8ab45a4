package dev.bottleneck.step.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.step.onednn.primitive.OneDnn;
import org.junit.jupiter.api.Test;

class OneDnnTest {
  @Test
  void aFailureToLoadIsAReason() {
    assertThat(
            OneDnn.attempt(
                () -> {
                  throw new UnsatisfiedLinkError("no jnidnnl");
                }))
        .contains("oneDNN cannot be loaded: java.lang.UnsatisfiedLinkError: no jnidnnl");
    assertThat(OneDnn.failure()).isEmpty();
  }
}
