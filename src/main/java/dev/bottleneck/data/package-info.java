/**
 * Datasets, how they are found and read, how they are split, and how they are fed in mini-batches.
 */
package dev.bottleneck.data;
