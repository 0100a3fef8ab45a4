/**
 * How any experiment is carried out: options and data checked, jobs (arms × seeds) trained side by
 * side, results written.
 *
 * <p>An experiment says what is trained. {@link dev.bottleneck.Bottleneck} is the way in.
 */
package dev.bottleneck.study;
