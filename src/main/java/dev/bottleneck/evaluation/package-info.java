/** What can be said of a result: summaries over seeds, paired tests, and the verdict in words. */
package dev.bottleneck.evaluation;
