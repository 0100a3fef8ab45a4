/** The trials in one SQLite file: claimed, beaten for, ended, taken from the dead. */
package dev.bottleneck.sweep.store;
