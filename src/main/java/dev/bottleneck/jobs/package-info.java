/**
 * Jobs of a run or of a sweep: the store that outlives every process, who has which of them, and
 * the threads that carry them out.
 */
package dev.bottleneck.jobs;
