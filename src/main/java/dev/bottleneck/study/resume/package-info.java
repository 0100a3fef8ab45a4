/** What a run goes on from after its process ended before it did. */
package dev.bottleneck.study.resume;
