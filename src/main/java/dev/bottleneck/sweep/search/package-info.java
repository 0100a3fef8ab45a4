/**
 * Which setting is tried next: random, grid, genetic, a tree of Parzen estimators, a Gaussian
 * process.
 */
package dev.bottleneck.sweep.search;
