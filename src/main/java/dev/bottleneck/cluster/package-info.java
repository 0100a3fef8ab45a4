/**
 * Places the workers of a sweep on other machines, which share nothing but its store: by Spark, and
 * by what Slurm and Kubernetes are given.
 */
package dev.bottleneck.cluster;
