package dev.bottleneck.step.graph;

/** Examples that an engine holds, for its programs to take batches of; for one thread at a time. */
public interface HeldExamples extends AutoCloseable {
  /**
   * Says which examples follow one another until it is said anew.
   *
   * @param rows no more than there are examples
   */
  void order(int[] rows);

  @Override
  void close();
}
