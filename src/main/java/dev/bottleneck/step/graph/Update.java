package dev.bottleneck.step.graph;

import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Moves a range of parameters by the gradient of the mean loss.
 *
 * @param updater the rule and its settings, which schedules may change from step to step
 * @param start of the range in the flat vectors of parameters and gradient
 * @param length of the range
 * @param stateStart where its state begins in the flat updater state; of several state vectors the
 *     whole range of one lies before the next
 */
public record Update(IUpdater updater, int start, int length, int stateStart) {}
