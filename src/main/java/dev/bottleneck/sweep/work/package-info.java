/** Trials carried out: workers, their heartbeat, the data they share, what they print. */
package dev.bottleneck.sweep.work;
