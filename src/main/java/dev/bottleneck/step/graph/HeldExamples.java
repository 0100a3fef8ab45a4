package dev.bottleneck.step.graph;

/** Examples that an engine holds, for its programs to take batches of; for one thread at a time. */
public interface HeldExamples extends AutoCloseable {
  /**
   * Says which examples follow one another; costs nothing where the same array was told last.
   *
   * @param rows no more than there are examples
   * @throws IllegalArgumentException if there are more
   */
  void order(int[] rows);

  @Override
  void close();
}
