package dev.bottleneck.faults;

import java.io.IOException;

/**
 * A kind of fault.
 *
 * @param name such as "kill: sweep"
 * @param wanted how many of them a campaign has at least
 */
record Fault(String name, int wanted, Injection injection) {
  /** Carries out one case. */
  @FunctionalInterface
  interface Injection {
    Outcome into(Case room) throws IOException, InterruptedException;
  }
}
