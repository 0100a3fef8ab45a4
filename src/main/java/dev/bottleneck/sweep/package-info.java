/**
 * Searches over an experiment's hyper-parameters: the space, Arbiter's searches and a tree of
 * Parzen estimators, the store of trials, workers, pruning and the sweep's report.
 *
 * <p>A sweep can be stopped at any moment: what it knows lies in one SQLite file, and the proposal
 * of a trial is a function of the sweep's seed, the trial's number and the results in that file.
 */
package dev.bottleneck.sweep;
