/** A sweep as its file says: base, space, objective, search, pruning, budget; found and read. */
package dev.bottleneck.sweep.definition;
