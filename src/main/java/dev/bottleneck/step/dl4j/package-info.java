/**
 * Reads DL4J's definitions into {@link dev.bottleneck.step.graph plans}: what is known is turned
 * into operations, what is not is refused with the layer's name and the reason.
 *
 * <p>{@link dev.bottleneck.step.dl4j.PlanReader} is the way in. The DL4J network stays the one
 * source of truth: definition, parameters, updater state, counters, file format.
 */
package dev.bottleneck.step.dl4j;
