package dev.bottleneck.step.graph;

/**
 * Where DL4J has a network's flat vectors of floats, in the processor's memory.
 *
 * @param parameters address
 * @param gradient address
 * @param state address of the updaters' state; 0 where none has any
 * @param length of parameters and gradient
 * @param stateLength 0 where there is no state
 */
public record NetworkVectors(
    long parameters, long gradient, long state, long length, long stateLength) {}
