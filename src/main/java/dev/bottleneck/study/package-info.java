/**
 * What every experiment shares: its configuration, its jobs (arms × seeds), its run folder.
 *
 * <p>An experiment says what is trained; this package says how a study of it is carried out.
 */
package dev.bottleneck.study;
