/** Figures, tables and the HTML report: draws what it is given and knows nothing of experiments. */
package dev.bottleneck.report;
