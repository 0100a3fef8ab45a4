/**
 * The compiled training step: a DL4J network turned, once for a batch size, into a static plan of
 * oneDNN primitives and plain loops over the network's own flat parameter vector.
 *
 * <p>{@link dev.bottleneck.step.StepCompiler} is the way in. A layer's compiler is one class and
 * one line in {@code LayerCompilers}; a {@link dev.bottleneck.step.Stage} is what it leaves in the
 * plan. The DL4J network stays the one source of truth: definition, parameters, updater state,
 * counters, file format.
 */
package dev.bottleneck.step;
