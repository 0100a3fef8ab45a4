/** What a sweep leaves: its report, figures and the best setting, and how it stands. */
package dev.bottleneck.sweep.report;
