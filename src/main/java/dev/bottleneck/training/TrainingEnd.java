package dev.bottleneck.training;

import java.util.OptionalInt;

/**
 * How a training ended.
 *
 * @param epochs epochs trained, fewer than planned if it stopped early
 * @param bestEpoch the epoch with the lowest validation loss, from 1; empty if the plan did not
 *     watch it
 */
public record TrainingEnd(int epochs, OptionalInt bestEpoch) {}
