/** What all autoencoders share: how they are trained, measured and drawn. */
package dev.bottleneck.study.autoencoder;
