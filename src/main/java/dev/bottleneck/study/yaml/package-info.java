/** Configurations as YAML: found, read with each mistake named by file and key, and written. */
package dev.bottleneck.study.yaml;
