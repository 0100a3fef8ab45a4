/**
 * Fits DL4J networks: epochs, early stopping, learning-rate schedules, greedy pretraining,
 * divergence.
 */
package dev.bottleneck.training;
