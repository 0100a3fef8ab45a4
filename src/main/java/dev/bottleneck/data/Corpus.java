package dev.bottleneck.data;

import dev.bottleneck.data.HoldOut.Division;
import dev.bottleneck.data.Splits.Rows;
import dev.bottleneck.runtime.UserError;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** A dataset as it was found: a pool of examples to train on and, if there is one, a test part. */
public final class Corpus {
  private static final String DEFAULT_TEST = "random:0.2:1";

  private final Dataset pool;
  private final Optional<Dataset> test;
  private final HoldOut testHoldOut;

  /**
   * Joins a pool and its test part.
   *
   * @param testHoldOut what to hold out of the pool as test part; by default nothing if there is
   *     one, and a fifth at random if there is none
   */
  Corpus(Dataset pool, Optional<Dataset> test, Optional<String> testHoldOut) {
    if (test.isPresent() && testHoldOut.isPresent()) {
      throw new UserError(
          pool.name() + " has its own test part: test \"" + testHoldOut.get() + "\" cannot apply");
    }
    this.pool = pool;
    this.test = test;
    this.testHoldOut =
        HoldOut.parse("test", testHoldOut.orElse(test.isPresent() ? "none" : DEFAULT_TEST));
  }

  /** What reports call the data. */
  public String name() {
    return pool.name();
  }

  /** All examples that are not the test part's; those held out as test part among them. */
  public Dataset pool() {
    return pool;
  }

  /** The test part as it was published; empty if there is none. */
  public Optional<Dataset> publishedTest() {
    return test;
  }

  /**
   * Divides the data: {@code validation} is held out of the examples that are not test examples.
   *
   * @param validation see {@link HoldOut}: {@code none}, {@code first:5000}, {@code last:10000},
   *     {@code random:10000:SEED}
   * @throws UserError if the specification is malformed or asks for more than there is
   */
  public Splits split(String validation) {
    HoldOut validationHoldOut = HoldOut.parse("validation", validation);
    Division first = testHoldOut.divide("test", pool.size());
    Division second = validationHoldOut.divide("validation", first.kept().length);
    Optional<Rows> testRows =
        test.map(data -> new Rows(data, IntStream.range(0, data.size()).toArray()))
            .or(() -> rows(first.held()));
    return new Splits(
        new Rows(pool, pick(first.kept(), second.kept())),
        rows(pick(first.kept(), second.held())),
        testRows);
  }

  private Optional<Rows> rows(int[] indices) {
    return indices.length == 0 ? Optional.empty() : Optional.of(new Rows(pool, indices));
  }

  private static int[] pick(int[] from, int[] positions) {
    return Arrays.stream(positions).map(position -> from[position]).toArray();
  }
}
