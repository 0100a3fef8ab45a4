/**
 * Carries plans out by CUDA kernels, on whatever {@link
 * dev.bottleneck.step.cuda.device.KernelDevice device} it is given.
 *
 * <p>A plan becomes a list of launches, {@link dev.bottleneck.step.cuda.Lowering one operation
 * after another}, on values in C order. A value's gradient has a place of its own; the first who
 * writes it overwrites, the others add. While it trains a network's vectors and losses are the
 * device's, until somebody asks for them; examples, where they have room, as long as they are
 * trained on.
 */
package dev.bottleneck.step.cuda;
