/** What every package may use: the backend, threads and memory, errors a user can cause, files. */
package dev.bottleneck.runtime;
