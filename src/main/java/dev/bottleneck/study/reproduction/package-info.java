/** The page that holds experiments against what their sources published. */
package dev.bottleneck.study.reproduction;
