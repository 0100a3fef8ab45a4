/** Faults from outside, injected into whole commands: kills, full disks, closed pipes, clocks. */
package dev.bottleneck.faults;
