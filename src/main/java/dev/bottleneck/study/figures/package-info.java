/**
 * The pictures that an experiment adds to its report, of networks and of what they make of
 * examples.
 */
package dev.bottleneck.study.figures;
