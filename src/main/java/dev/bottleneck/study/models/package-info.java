/** Trained models of runs at work on further examples. */
package dev.bottleneck.study.models;
