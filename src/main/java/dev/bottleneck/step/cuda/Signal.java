package dev.bottleneck.step.cuda;

/**
 * A value on the device, in C order, and the gradient of the loss summed over the batch by it.
 *
 * @param gradient {@code null} where none is wanted
 */
record Signal(Arena.Place value, Arena.Place gradient) {
  boolean wantsGradient() {
    return gradient != null;
  }
}
