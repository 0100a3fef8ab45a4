package dev.bottleneck.step.graph;

/** The same values in C order, each example in another shape. */
public record Reshape(Value input, Value output) implements Unary {}
