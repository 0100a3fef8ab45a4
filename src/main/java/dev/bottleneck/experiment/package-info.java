/**
 * One class a variant: its hyper-parameters, its network in DL4J's builder language, its main.
 *
 * <p>How a study is carried out, and what its results are made into, is {@code study}'s.
 */
package dev.bottleneck.experiment;
