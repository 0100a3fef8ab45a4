package dev.bottleneck.step.graph;

/** The reverse of {@link RowsOfSequence}. */
public record SequenceOfRows(Value input, Value output) implements Unary {}
