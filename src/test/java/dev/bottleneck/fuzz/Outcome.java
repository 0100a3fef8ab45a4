package dev.bottleneck.fuzz;

/**
 * What became of one input.
 *
 * @param said the refusal's line, or what the fault is
 * @param bytes that the reading thread allocated on the heap
 */
record Outcome(Verdict verdict, String said, double seconds, long bytes) {}
