/**
 * What DL4J lacks or gets wrong: corruptions, losses, updaters, each with its formula and source.
 *
 * <p>All of it works within DL4J's own networks and is saved with them.
 */
package dev.bottleneck.layer;
