/**
 * What jobs give back: measures, curves and times of each arm and seed, and all of them together.
 */
package dev.bottleneck.study.result;
