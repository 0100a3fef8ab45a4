/** What is searched: dimensions, their domains, and a proposal of a value for each. */
package dev.bottleneck.sweep.space;
