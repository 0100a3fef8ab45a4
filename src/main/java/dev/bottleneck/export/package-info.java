/** A trained autoencoder for other programs: ONNX, safetensors and NumPy's {@code .npz}. */
package dev.bottleneck.export;
