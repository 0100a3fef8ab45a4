/** What numbers are computed with: ND4J's backend, GPUs, processor, threads and memory. */
package dev.bottleneck.device;
