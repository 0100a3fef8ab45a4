/** Which trials are given up early, by their validation losses so far. */
package dev.bottleneck.sweep.pruning;
