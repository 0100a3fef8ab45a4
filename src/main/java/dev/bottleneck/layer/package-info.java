/**
 * What Deeplearning4j lacks or gets wrong, as layers, losses, activations, updaters and corruptions
 * of its own kinds.
 *
 * <p>Everything here goes into DL4J's own builders, works in {@code MultiLayerNetwork} and {@code
 * ComputationGraph} alike, is saved with the model, and is held against finite differences.
 */
package dev.bottleneck.layer;
