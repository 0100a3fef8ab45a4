/**
 * Times training steps side by side: the compiled one, Deeplearning4j's own and PyTorch's, and
 * holds them against what the machine can do.
 */
package dev.bottleneck.bench;
