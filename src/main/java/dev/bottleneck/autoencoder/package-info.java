/** What a trained autoencoder is for: encode, decode, save, load; codes as files. */
package dev.bottleneck.autoencoder;
