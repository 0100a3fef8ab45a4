package dev.bottleneck.step.cuda;

import java.nio.ByteBuffer;

/**
 * What the host tells the device at every step, such as the seed of its chance.
 *
 * @param place where it is to lie
 * @param bytes how many there are
 * @param source writes them, in the processor's order of bytes
 */
record StepInput(Arena.Place place, int bytes, Source source) {
  /** Writes what belongs to an iteration. */
  @FunctionalInterface
  interface Source {
    void write(int iteration, ByteBuffer to);
  }
}
