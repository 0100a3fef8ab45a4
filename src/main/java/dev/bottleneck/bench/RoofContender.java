package dev.bottleneck.bench;

import dev.bottleneck.step.onednn.primitive.LargeProduct;

/** A large matrix product, which shows what the machine can do at that moment. */
final class RoofContender implements Contender {
  static final String NAME = "roof";

  /** Rows and columns of each matrix. */
  static final int SIZE = 2048;

  private final LargeProduct product = new LargeProduct(SIZE);

  /** Floating-point operations of one step. */
  static long operations() {
    return 2L * SIZE * SIZE * SIZE;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public double millisecondsPerStep(int steps) {
    long start = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      product.run();
    }
    return (System.nanoTime() - start) / 1e6 / steps;
  }

  @Override
  public void close() {
    product.close();
  }
}
