/**
 * The compiled training step: a DL4J network turned into a plan of operations, and that into what
 * an engine carries out over the network's own flat parameter vector.
 *
 * <ul>
 *   <li>{@code dl4j} reads DL4J's definitions into plans;
 *   <li>{@code graph} is the plan as data, and what an engine has to offer;
 *   <li>{@code onednn} carries plans out on the processor;
 *   <li>{@code update} is the updaters' arithmetic.
 * </ul>
 *
 * <p>{@link dev.bottleneck.step.EngineChoice} is the way in: here is chosen who trains and runs a
 * network, and what no plan can do is left to DL4J.
 */
package dev.bottleneck.step;
