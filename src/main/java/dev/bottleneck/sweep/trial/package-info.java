/** A trial, its states and its worker; what trials are judged by. */
package dev.bottleneck.sweep.trial;
