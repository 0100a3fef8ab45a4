package dev.bottleneck.step.graph;

/**
 * Each output pixel is a weighted sum of the input pixels under the kernel, and its channel's bias.
 *
 * @param weights {@code [out, in, height, width]} in C order
 */
public record Convolution(
    Value input,
    SlidingWindow window,
    int[] kernel,
    Parameter weights,
    Parameter bias,
    Value output)
    implements ImageFilter {}
