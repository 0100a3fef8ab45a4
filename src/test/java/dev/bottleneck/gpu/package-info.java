/** What {@code src/gpu/check.sh} runs on a machine with a GPU. */
package dev.bottleneck.gpu;
