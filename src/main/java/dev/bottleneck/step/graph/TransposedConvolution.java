package dev.bottleneck.step.graph;

/**
 * Each input pixel adds its value times the kernel to the output pixels under it, which begin at
 * their channel's bias.
 *
 * @param weights {@code [in, out, height, width]} in C order
 */
public record TransposedConvolution(
    Value input,
    SlidingWindow window,
    int[] kernel,
    Parameter weights,
    Parameter bias,
    Value output)
    implements ImageFilter {}
