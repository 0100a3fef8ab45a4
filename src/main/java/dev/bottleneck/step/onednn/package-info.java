/**
 * Carries plans out on the processor: oneDNN's primitives and plain loops, static for a batch size,
 * over the network's own flat vectors.
 *
 * <p>{@link dev.bottleneck.step.onednn.OneDnnEngine} is the way in. What an operation becomes is
 * one line in {@code OperationStages}; a {@link dev.bottleneck.step.onednn.primitive.Stage} is what
 * it leaves in the program. Layouts, fusion and rounding are settled here.
 */
package dev.bottleneck.step.onednn;
