package dev.bottleneck.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
  private static final List<String> KNOWN = List.of("mnist", "fashion-mnist", "lr");

  @Test
  void findsAMistypedName() {
    assertThat(NearestName.of("mnits", KNOWN)).contains("mnist");
    assertThat(NearestName.of("minst", List.of("mnist-basic"))).isEmpty();
    assertThat(NearestName.of("mnis", KNOWN)).contains("mnist");
    assertThat(NearestName.of("MNIST", KNOWN)).contains("mnist");
    assertThat(NearestName.of("fashon_mnist", KNOWN)).contains("fashion-mnist");
    assertThat(NearestName.of("ls", KNOWN)).contains("lr");
  }

  @Test
  void findsNothingForAnotherName() {
    assertThat(NearestName.of("cifar-10", KNOWN)).isEmpty();
    assertThat(NearestName.of("mnist", List.of())).isEmpty();
  }

  @Test
  void prefersTheFirstInOrderAmongEquallyNear() {
    assertThat(NearestName.of("batch", List.of("patch", "catch"))).contains("catch");
  }
}
