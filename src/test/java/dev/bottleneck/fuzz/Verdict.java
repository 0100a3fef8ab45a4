package dev.bottleneck.fuzz;

/** What a reader made of an input. */
enum Verdict {
  /** One line says what is wrong with it. */
  REFUSED,
  /** What was read is what a valid file of the corpus holds. */
  SAME,
  /** Something else was read, which no checksum could tell. */
  CHANGED,
  /** Anything else: an internal error, a hang, too much memory, damage taken for good. */
  FAULT
}
