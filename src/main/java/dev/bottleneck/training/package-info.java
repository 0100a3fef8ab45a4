/** Fits DL4J networks: epochs, greedy layer-wise pretraining, divergence. */
package dev.bottleneck.training;
