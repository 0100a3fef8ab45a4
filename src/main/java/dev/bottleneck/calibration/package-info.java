/**
 * Whether intervals and verdicts hold what they promise, tried on populations of outcomes that were
 * really seen.
 */
package dev.bottleneck.calibration;
