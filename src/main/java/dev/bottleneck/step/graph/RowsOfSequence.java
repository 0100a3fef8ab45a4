package dev.bottleneck.step.graph;

/**
 * Each step of each sequence as a row: {@code [batch, time, n]} → {@code [time × batch, n]}, the
 * times following one another.
 */
public record RowsOfSequence(Value input, Value output) implements Unary {}
