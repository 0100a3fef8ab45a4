package dev.bottleneck.study.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.Asked;
import dev.bottleneck.runtime.UserError;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A configuration that cannot be meant is one line. */
class YamlCheckTest {
  private static final String STACKED = ShippedConfigurations.all().get("stacked");

  private static void assertRefused(String text, String... contained) {
    assertThatThrownBy(
            () -> {
              ConfigurationFile file = ConfigurationFile.parse("my.yaml", text);
              file.read(file.experiment());
            })
        .isInstanceOf(UserError.class)
        .hasMessageContainingAll(contained)
        .message()
        .doesNotContain("\n")
        .hasSizeLessThan(400);
  }

  @Test
  void aKeyThatIsGivenTwiceIsNamed() {
    assertRefused(STACKED + "seeds: 5\n", "my.yaml, line ", "the key seeds is given twice");
    assertRefused(
        STACKED.replace("  code: 30", "  code: 30\n  code: 31"), "the key code is given twice");
  }

  static List<String> keys() {
    List<String> keys = new ArrayList<>(ConfigurationFile.parse("", STACKED).keys());
    keys.removeIf(key -> !STACKED.contains(key + ":"));
    return keys;
  }

  @ParameterizedTest
  @MethodSource("keys")
  void aKeyWithoutAValueIsNamed(String key) {
    for (String nothing : List.of("null", "~", "")) {
      assertRefused(
          STACKED.replaceAll("(?m)^( *)" + key + ":.*$", "$1" + key + ": " + nothing), key);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"010", "0x10", "0b11", "1_0", "0o17", "1_0.5"})
  void aNumberThatMayBeReadInTwoWaysIsRefused(String number) {
    assertRefused(
        STACKED.replaceFirst("seeds: \\d+", "seeds: " + number), number.replaceAll("\\..*", ""));
    assertThatThrownBy(
            () ->
                ShippedConfigurations.open("stacked")
                    .set("seeds=" + number)
                    .read(new dev.bottleneck.experiment.StackedExperiment()))
        .isInstanceOf(UserError.class);
  }

  @Test
  void bombsAreRefused() {
    assertRefused(
        STACKED.replaceFirst("seeds: \\d+", "seeds: " + "9".repeat(2_000)), "seeds is 999");
    assertRefused("a: " + "[".repeat(2_000), "nested deeper");
    assertRefused("a: " + "{a: ".repeat(2_000), "nested deeper");
    assertRefused("a: &x 1\nb: *x\n", "anchors and aliases");
    assertRefused("# " + "x".repeat(1 << 21), "longer than a million");
    assertRefused("a: \u0007", "my.yaml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "firstSeed=9223372036854775807 | there are not 5 seeds from there on",
        "batchSize=1000000000 | batchSize is 1000000000: it must be 1000000 at most",
        "experiment=java.lang.Runtime | an experiment is chosen by its name",
        "=3 | expected key=value",
        "epochs=abc | --set epochs=abc: epochs is abc: expected a whole number",
        "code=[10] | code is [10]: expected a whole number",
      })
  void anAssignmentThatCannotBeMeantIsNamed(String assignment, String message) {
    assertThatThrownBy(
            () -> {
              ConfigurationFile file = ShippedConfigurations.open("stacked").set(assignment);
              file.read(file.experiment());
            })
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message);
  }

  /** Nor a path that no system has, wherever one may stand. */
  @Test
  void aPathThatIsNoneIsNamed() {
    String nul = " \"a\\0.yaml\"\n";
    assertRefused(STACKED + "training:\n  from:" + nul, "from is no path");
    assertRefused(STACKED + "reading:\n  labels:" + nul, "labels is no path");
    assertThatThrownBy(() -> ShippedConfigurations.open("a\0.yaml"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("experiment is no path");
  }

  @Test
  void quickModeLeavesTheSeedsThatWereAskedFor() {
    assertThat(seeds("--quick")).isEqualTo(2);
    assertThat(seeds("--set", "quick=true")).isEqualTo(2);
    assertThat(seeds("--quick", "--set", "seeds=5")).isEqualTo(5);
    assertThat(seeds("--quick", "--seeds", "4")).isEqualTo(4);
  }

  private static int seeds(String... arguments) {
    ConfigurationFile file =
        Asked.study(arguments).settings().applyTo(ShippedConfigurations.open("stacked"));
    return file.read(file.experiment()).seeds();
  }
}
