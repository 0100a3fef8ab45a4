/** Runs held against each other: what differs, what they measured, what follows, a page of it. */
package dev.bottleneck.study.comparison;
