/**
 * A network's plan as data: {@link dev.bottleneck.step.graph.Operation operations} in order, with
 * the {@link dev.bottleneck.step.graph.Value values} between them, their parameters as ranges of
 * DL4J's flat vector, and what chance depends on.
 *
 * <p>An operation tells mathematics and shapes; how values lie in memory, what is computed in one
 * go and by which library is a {@link dev.bottleneck.step.graph.PlanEngine}'s concern. One that an
 * engine lacks is refused with a reason.
 */
package dev.bottleneck.step.graph;
