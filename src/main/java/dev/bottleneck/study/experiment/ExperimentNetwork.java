package dev.bottleneck.study.experiment;

import dev.bottleneck.training.NetworkDefinition;

/**
 * A network that an experiment trains, as it is before its first step.
 *
 * @param name such as an arm's, or a phase's
 * @param definition in DL4J's terms
 * @param inputs values of an example
 * @param batchSize examples of a step
 * @param reconstructs whether it is to give back an example of the data
 */
public record ExperimentNetwork(
    String name, NetworkDefinition definition, int inputs, int batchSize, boolean reconstructs) {}
