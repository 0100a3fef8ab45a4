package dev.bottleneck.step;

/** Why a network stays on DL4J's path; the message names what is not known. */
final class NotCompilable extends Exception {
  NotCompilable(String reason) {
    super(reason);
  }
}
