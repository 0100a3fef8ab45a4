package dev.bottleneck.step.graph;

/** Why a network stays on DL4J's path; the message names what is not known. */
public final class NotCompilable extends Exception {
  public NotCompilable(String reason) {
    super(reason);
  }
}
