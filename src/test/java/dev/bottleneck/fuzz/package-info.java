/**
 * Damaged and hostile files for every reader: each input is refused in one line, or read; nothing
 * else may happen.
 */
package dev.bottleneck.fuzz;
