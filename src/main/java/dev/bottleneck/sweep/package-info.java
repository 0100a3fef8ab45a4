/**
 * Searches over an experiment's hyper-parameters. {@link dev.bottleneck.sweep.SweepRun} is the way
 * in.
 *
 * <p>A sweep can be stopped at any moment: what it knows lies in its store, and the proposal of a
 * trial is a function of the sweep's seed, the trial's number and how the trials before it stood.
 */
package dev.bottleneck.sweep;
