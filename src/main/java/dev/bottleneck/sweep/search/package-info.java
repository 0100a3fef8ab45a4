/** Which setting is tried next: random, grid, genetic, a tree of Parzen estimators. */
package dev.bottleneck.sweep.search;
