package dev.bottleneck.fuzz;

import java.io.IOException;
import java.util.SplittableRandom;

/** Changes the content of a file, the same way for the same state of chance. */
@FunctionalInterface
interface Mutation {
  /**
   * A changed copy.
   *
   * @param other content of another valid file of the same kind
   */
  byte[] of(byte[] content, byte[] other, SplittableRandom random) throws IOException;

  /** One of {@code mutations} at random. */
  static Mutation anyOf(Mutation... mutations) {
    return (content, other, random) ->
        mutations[random.nextInt(mutations.length)].of(content, other, random);
  }
}
