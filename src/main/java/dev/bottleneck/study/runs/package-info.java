/** Runs that were made before, read back from their folders: one, all below a folder, the best. */
package dev.bottleneck.study.runs;
