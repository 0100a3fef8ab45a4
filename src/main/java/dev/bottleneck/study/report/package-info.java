/**
 * What a run leaves: its folder's files, its report with tables, figures and verdicts,
 * replications.
 */
package dev.bottleneck.study.report;
