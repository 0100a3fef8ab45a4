/**
 * The updaters' arithmetic on stretches of a flat parameter vector, in plain loops: what any engine
 * on the processor may use; one that has its own code asks which it is, and for its settings. A new
 * one is a class and one line in {@code UpdateRules}.
 */
package dev.bottleneck.step.update;
