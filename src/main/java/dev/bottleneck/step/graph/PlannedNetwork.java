package dev.bottleneck.step.graph;

/**
 * A network on an engine: its programs share its vectors, which are DL4J's own. For one thread at a
 * time.
 */
public interface PlannedNetwork extends AutoCloseable {
  /**
   * Makes what carries {@code plan} out; to be closed before this is.
   *
   * @throws NotCompilable if the engine lacks an operation, or that of such a shape
   */
  Program compile(Plan plan) throws NotCompilable;

  /**
   * Moves the parameters by the gradient that a program has left.
   *
   * @param batch examples that the gradient is the sum of
   * @param iteration the network's count of steps, as are epochs
   */
  void update(int batch, int iteration, int epoch);

  @Override
  void close();
}
