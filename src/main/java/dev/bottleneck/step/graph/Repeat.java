package dev.bottleneck.step.graph;

/** Each example at each of so many times: {@code [batch, n]} → {@code [batch, time, n]}. */
public record Repeat(Value input, Value output) implements Unary {}
