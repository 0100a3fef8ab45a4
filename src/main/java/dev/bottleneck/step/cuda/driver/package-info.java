/**
 * NVIDIA GPUs as {@link dev.bottleneck.step.cuda.device.KernelDevice devices}: the driver's own
 * library, called by JNA, and NVRTC, which compiles the kernels on the machine they run on.
 *
 * <p>Source: NVIDIA, CUDA Driver API, and NVRTC.
 */
package dev.bottleneck.step.cuda.driver;
