/**
 * What kernels are carried out by, whoever makes it: memory, copies and launches; and the kernels
 * themselves, CUDA C in this package's resources.
 */
package dev.bottleneck.step.cuda.device;
