package dev.bottleneck.bench;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was measured of one case.
 *
 * @param planMilliseconds how long the plan took to compile
 * @param refusal why the compiled step refused the net; empty if it did not
 * @param times milliseconds of a step in each round, by the contender's name
 */
record Measurement(
    BenchmarkCase what,
    double planMilliseconds,
    Optional<String> refusal,
    Map<String, double[]> times) {
  static final String COMPILED = "compiled";
  static final String ROUNDED = "compiled, bf16";
  static final String DL4J = "DL4J";

  /** Milliseconds of a step; empty if {@code contender} was not there. */
  Optional<Quartiles> milliseconds(String contender) {
    return Optional.ofNullable(times.get(contender)).map(Quartiles::of);
  }

  /** How many times as long as the compiled step {@code contender} takes. */
  Optional<Quartiles> ratio(String contender) {
    return ratio(contender, COMPILED);
  }

  /** How many times as long as {@code to} it takes. */
  Optional<Quartiles> ratio(String contender, String to) {
    return times.containsKey(to) && times.containsKey(contender)
        ? Optional.of(Quartiles.ofRatios(times.get(contender), times.get(to)))
        : Optional.empty();
  }

  /** Images that the compiled step trains on in a second. */
  Optional<Double> imagesPerSecond() {
    return milliseconds(COMPILED).map(step -> 1e3 * what.batch() / step.median());
  }

  /** Billions of floating-point operations a second of the whole compiled step's products. */
  Optional<Double> stepSpeed() {
    OptionalLong operations = what.net().operations(what.batch());
    return operations.isEmpty()
        ? Optional.empty()
        : milliseconds(COMPILED).map(step -> operations.getAsLong() / 1e6 / step.median());
  }

  /** The same of the large product. */
  Optional<Double> roofSpeed() {
    return milliseconds(RoofContender.NAME)
        .map(product -> RoofContender.operations() / 1e6 / product.median());
  }

  /** The step's speed in per cent of the roof's in the same round. */
  Optional<Quartiles> percentOfRoof() {
    OptionalLong operations = what.net().operations(what.batch());
    return operations.isEmpty()
        ? Optional.empty()
        : ratio(RoofContender.NAME)
            .map(r -> r.times(100.0 * operations.getAsLong() / RoofContender.operations()));
  }
}
