package dev.bottleneck.bench;

/** A net, the examples in its batch, and the compute threads that each contender has. */
record BenchmarkCase(BenchmarkNet net, int batch, int threads) {
  @Override
  public String toString() {
    return "%s, batch %d, %d thread%s".formatted(net, batch, threads, threads == 1 ? "" : "s");
  }
}
