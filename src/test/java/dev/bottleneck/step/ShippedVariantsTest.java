package dev.bottleneck.step;

import dev.bottleneck.testing.ShippedNetworks;
import dev.bottleneck.testing.ShippedNetworks.Variant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The network of every shipped autoencoder, made small, is compiled and trains as DL4J's. */
class ShippedVariantsTest {
  static Stream<Variant> small() {
    return ShippedNetworks.small();
  }

  static Stream<Variant> smallForRealValues() {
    return ShippedNetworks.smallForRealValues();
  }

  static Stream<Variant> shipped() {
    return ShippedNetworks.shipped();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("small")
  void trainsAsDl4jDoes(Variant variant) {
    Parity.holds(variant.network(), Parity.images(16, variant.inputs()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("small")
  void runsAsDl4jDoes(Variant variant) {
    Parity.sameForward(variant.network(), variant.code(), Parity.images(16, variant.inputs())[0]);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("smallForRealValues")
  void followsTheSquaredErrorAsDl4jDoes(Variant variant) {
    Parity.sameGradient(variant.network(), Parity.images(16, variant.inputs())[0]);
  }

  /** Other shapes, other primitives: at full size, too, there is a fast one for each. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("shipped")
  void isCompiledAtItsFullSize(Variant variant) {
    Parity.sameGradient(variant.network(), Parity.images(32, variant.inputs())[0]);
  }
}
