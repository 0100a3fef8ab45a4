package dev.bottleneck.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.data.Splits.Rows;
import dev.bottleneck.runtime.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class SplitsTest {
  private static Dataset data(int n) {
    return DatasetTest.labeled(Nd4j.arange(n).castTo(DataType.FLOAT).reshape(n, 1), new int[n]);
  }

  private final Dataset pool = data(20);
  private final Corpus tested = new Corpus(pool, Optional.of(data(5)), Optional.empty());

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  @Test
  void holdsOutNothing() {
    Splits splits = tested.split("none");
    assertThat(splits.train()).isSameAs(pool);
    assertThat(splits.validation()).isEmpty();
    assertThat(splits.test().orElseThrow().size()).isEqualTo(5);
  }

  @Test
  void holdsOutTheFirstOrTheLast() {
    Splits first = tested.split("first:5");
    assertThat(first.validationRows().orElseThrow().indices()).isEqualTo(range(0, 5));
    assertThat(first.trainRows().indices()).isEqualTo(range(5, 20));
    assertThat(first.train().features().getFloat(0)).isEqualTo(5);
    Splits last = tested.split("last:0.25");
    assertThat(last.validationRows().orElseThrow().indices()).isEqualTo(range(15, 20));
    assertThat(last.trainRows().indices()).isEqualTo(range(0, 15));
  }

  @Test
  void holdsOutAtRandomBySeedAlone() {
    int[] seven = tested.split("random:6:7").validationRows().orElseThrow().indices();
    assertThat(seven).hasSize(6).isSorted().isEqualTo(new int[] {3, 4, 8, 12, 13, 16});
    assertThat(tested.split("random:6:7").validationRows().orElseThrow().indices())
        .isEqualTo(seven);
    assertThat(tested.split("random:6:8").validationRows().orElseThrow().indices())
        .isNotEqualTo(seven);
  }

  @Test
  void holdsATestPartOutOfDataWithoutOne() {
    Corpus bare = new Corpus(pool, Optional.empty(), Optional.empty());
    Splits splits = bare.split("random:0.25:3");
    assertThat(splits.test().orElseThrow().size()).isEqualTo(4);
    assertThat(splits.validation().orElseThrow().size()).isEqualTo(4);
    List<Integer> all = new ArrayList<>();
    for (Rows rows :
        List.of(
            splits.trainRows(),
            splits.validationRows().orElseThrow(),
            splits.testRows().orElseThrow())) {
      for (int index : rows.indices()) {
        all.add(index);
      }
    }
    assertThat(all).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 20).boxed().toList());
    // Another validation part leaves the test part as it is.
    assertThat(bare.split("first:3").testRows().orElseThrow().indices())
        .isEqualTo(splits.testRows().orElseThrow().indices());
    assertThat(new Corpus(pool, Optional.empty(), Optional.of("none")).split("none").test())
        .isEmpty();
  }

  @Test
  void refusesATestPartForDataWithTheirOwn() {
    assertThatThrownBy(() -> new Corpus(pool, Optional.of(data(5)), Optional.of("first:3")))
        .isInstanceOf(UserError.class)
        .hasMessage("test has its own test part: test \"first:3\" cannot apply");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "some",
        "none:1",
        "first",
        "first:",
        "first:0",
        "first:-3",
        "first:1.5",
        "first:0.0",
        "first:99999999999",
        "last:x",
        "random:3",
        "random:3:x",
        "random:3:1:2",
        "First:3"
      })
  void refusesAMalformedSpecification(String spec) {
    assertThatThrownBy(() -> tested.split(spec))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("validation \"" + spec + "\" is not one of none, first:N, last:N");
  }

  @ParameterizedTest
  @ValueSource(strings = {"first:20", "last:21", "random:60000:1", "first:0.99", "last:0.01"})
  void refusesToHoldOutAllOrNothing(String spec) {
    assertThatThrownBy(() -> tested.split(spec))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("validation \"" + spec + "\" holds out ")
        .hasMessageContaining(" of 20 examples");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "first:5000", "last:0.25", "random:10000:-7"})
  void printsWhatItParsed(String spec) {
    assertThat(HoldOut.parse("validation", spec)).hasToString(spec);
  }

  @Test
  void refusesPartsThatShareAnExample() {
    Rows some = new Rows(pool, range(0, 10));
    Rows more = new Rows(pool, range(9, 12));
    Rows others = new Rows(pool, range(10, 20));
    assertThatThrownBy(() -> new Splits(some, Optional.of(more), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("example 9 is in both the training and the validation part");
    assertThatThrownBy(() -> new Splits(some, Optional.empty(), Optional.of(more)))
        .hasMessage("example 9 is in both the training and the test part");
    assertThatThrownBy(
            () -> new Splits(new Rows(pool, range(0, 9)), Optional.of(others), Optional.of(more)))
        .hasMessage("example 10 is in both the validation and the test part");
    assertThatThrownBy(
            () -> new Splits(new Rows(pool, new int[] {1, 1}), Optional.empty(), Optional.empty()))
        .hasMessage("example 1 is twice in the training");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"none", "first:3", "last:0.1", "last:0.0005", "random:.25:-7", "random:0.00001:1"})
  void aHoldOutIsReadFromWhatItSays(String spec) {
    HoldOut holdOut = HoldOut.parse("validation", spec);
    assertThat(HoldOut.parse("validation", holdOut.toString())).isEqualTo(holdOut);
  }

  /** The proposal is taken, whatever the number of examples. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 400})
  void whatIsProposedFits(int n) {
    assertThatThrownBy(() -> HoldOut.parse("validation", "first:5000").divide("validation", n))
        .isInstanceOf(UserError.class)
        .message()
        .satisfies(
            message -> {
              String proposed = message.replaceAll(".*such as by validation=", "");
              assertThat(HoldOut.parse("validation", proposed).divide("validation", n).held())
                  .isNotEmpty();
            });
  }
}
