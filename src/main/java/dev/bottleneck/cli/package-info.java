/** The command line: thin; each command parses and calls what does the work. */
package dev.bottleneck.cli;
