/**
 * The library's face: what programs, notebooks and the command line begin with. {@link
 * dev.bottleneck.Bottleneck} is the door. The packages below are the house itself, and may change;
 * who writes an experiment of her own uses what CONTRIBUTING's worked example does.
 */
package dev.bottleneck;
