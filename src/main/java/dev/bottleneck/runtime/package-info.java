/** What every package may use: errors a user can cause, files, seeds, the build. */
package dev.bottleneck.runtime;
