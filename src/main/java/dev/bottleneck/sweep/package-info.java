/**
 * Searches over an experiment's hyper-parameters. {@link dev.bottleneck.sweep.SweepRun} is the way
 * in.
 *
 * <p>A sweep can be stopped at any moment: what it knows lies in one SQLite file, and the proposal
 * of a trial is a function of the sweep's seed, the trial's number and the results in that file.
 */
package dev.bottleneck.sweep;
