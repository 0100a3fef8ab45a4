/** What this machine offers and lacks, in one page with a verdict on each line. */
package dev.bottleneck.doctor;
