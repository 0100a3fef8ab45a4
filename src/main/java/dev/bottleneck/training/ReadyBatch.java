package dev.bottleneck.training;

/**
 * A batch that is at hand for a step.
 *
 * @param examples how many it has
 * @param step trains on it
 */
public record ReadyBatch(int examples, Runnable step) {}
