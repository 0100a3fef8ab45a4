package dev.bottleneck.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * A sigmoid network in plain double arithmetic, written without DL4J or ND4J: an independent
 * reference. Loss ½ Σ (ŷ − y)², mean over the batch; classical momentum.
 */
public final class PlainSigmoidNetwork {
  /** W {@code [nOut][nIn]} and b {@code [nOut]}, with their velocities. */
  public static final class Layer {
    public final double[][] w;
    public final double[] b;
    private final double[][] vw;
    private final double[] vb;

    public Layer(double[][] w, double[] b) {
      this.w = w;
      this.b = b;
      vw = new double[w.length][w[0].length];
      vb = new double[b.length];
    }
  }

  public final List<Layer> layers = new ArrayList<>();

  /** Activations of every layer, the input first. */
  public List<double[]> forward(double[] input) {
    List<double[]> activations = new ArrayList<>(List.of(input));
    for (Layer layer : layers) {
      double[] below = activations.get(activations.size() - 1);
      double[] a = new double[layer.b.length];
      for (int j = 0; j < a.length; j++) {
        double z = layer.b[j];
        for (int i = 0; i < below.length; i++) {
          z += layer.w[j][i] * below[i];
        }
        a[j] = 1 / (1 + Math.exp(-z));
      }
      activations.add(a);
    }
    return activations;
  }

  /** One step on a batch; returns the loss before it. */
  public double step(double[][] inputs, double[][] targets, double rate, double momentum) {
    List<double[][]> gw = new ArrayList<>();
    List<double[]> gb = new ArrayList<>();
    for (Layer layer : layers) {
      gw.add(new double[layer.w.length][layer.w[0].length]);
      gb.add(new double[layer.b.length]);
    }
    double loss = 0;
    for (int n = 0; n < inputs.length; n++) {
      loss += accumulate(inputs[n], targets[n], gw, gb);
    }
    for (int l = 0; l < layers.size(); l++) {
      update(layers.get(l), gw.get(l), gb.get(l), inputs.length, rate, momentum);
    }
    return loss / inputs.length;
  }

  private double accumulate(
      double[] input, double[] target, List<double[][]> gw, List<double[]> gb) {
    List<double[]> a = forward(input);
    double[] output = a.get(a.size() - 1);
    double[] delta = new double[output.length];
    double loss = 0;
    for (int j = 0; j < delta.length; j++) {
      double e = output[j] - target[j];
      loss += 0.5 * e * e;
      delta[j] = e * output[j] * (1 - output[j]);
    }
    for (int l = layers.size() - 1; l >= 0; l--) {
      double[] below = a.get(l);
      double[] next = new double[below.length];
      for (int j = 0; j < delta.length; j++) {
        gb.get(l)[j] += delta[j];
        for (int i = 0; i < below.length; i++) {
          gw.get(l)[j][i] += delta[j] * below[i];
          next[i] += delta[j] * layers.get(l).w[j][i];
        }
      }
      for (int i = 0; i < next.length; i++) {
        next[i] *= below[i] * (1 - below[i]);
      }
      delta = next;
    }
    return loss;
  }

  private static void update(
      Layer layer, double[][] gw, double[] gb, int batch, double rate, double momentum) {
    for (int j = 0; j < gb.length; j++) {
      layer.vb[j] = momentum * layer.vb[j] + rate * gb[j] / batch;
      layer.b[j] -= layer.vb[j];
      for (int i = 0; i < gw[j].length; i++) {
        layer.vw[j][i] = momentum * layer.vw[j][i] + rate * gw[j][i] / batch;
        layer.w[j][i] -= layer.vw[j][i];
      }
    }
  }
}
