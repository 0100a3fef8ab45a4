package dev.bottleneck.step.onednn;

import dev.bottleneck.layer.GaussianCode;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.SampleGaussian;
import dev.bottleneck.step.onednn.primitive.Signal;
import dev.bottleneck.step.onednn.primitive.Stage;
import dev.bottleneck.step.onednn.primitive.StageBuilder;

/**
 * {@link SampleGaussian}: {@code z = μ + σ ε}, and β times the divergence from the standard normal.
 *
 * <p>With {@code σ = e^(½ ln σ²)}: ∂/∂μ is {@code ∂L/∂z + β μ}, ∂/∂ln σ² is {@code ½ (σ ε ∂L/∂z + β
 * (σ² − 1))}.
 */
final class SampleGaussianStage implements Stage {
  private final GaussianCode layer;
  private final boolean training; // else the code is μ
  private final Signal input; // [batch, 2n]: μ, then ln σ²
  private final Signal code; // [batch, n]
  private final int units;
  private final float[] moments;
  private final float[] z;
  private final double[] deviation;
  private float[] noise;
  private double score;

  private SampleGaussianStage(SampleGaussian operation, Signal input, Signal code) {
    layer = operation.layer();
    training = operation.training();
    this.input = input;
    this.code = code;
    units = code.value().size(1);
    moments = new float[input.value().length()];
    z = new float[code.value().length()];
    deviation = new double[z.length];
  }

  static void append(SampleGaussian operation, Lowering lowering) throws NotCompilable {
    StageBuilder builder = lowering.builder();
    Signal input = lowering.inOrder(operation.input());
    Signal code = builder.signalAfter(input, operation.output().shape());
    builder.add(new SampleGaussianStage(operation, input, code));
    lowering.put(operation.output(), code);
  }

  /** Where μ of code value {@code i} stands; ln σ² stands {@code units} further on. */
  private int meanOf(int i) {
    return i / units * 2 * units + i % units;
  }

  @Override
  public void forward(int iteration) {
    noise = training ? layer.noise(z.length, iteration) : new float[z.length];
    input.value().get(moments);
    double divergence = 0;
    for (int i = 0; i < z.length; i++) {
      double mean = moments[meanOf(i)];
      double logVariance = moments[meanOf(i) + units];
      double s = Math.exp(0.5 * logVariance);
      deviation[i] = s;
      z[i] = (float) (mean + s * noise[i]);
      divergence += 0.5 * (mean * mean + s * s - logVariance - 1);
    }
    code.value().put(z);
    score = layer.getBeta() * divergence / input.value().size(0);
  }

  @Override
  public void backward() {
    if (!input.wantsGradient()) {
      return;
    }
    code.gradient().get(z);
    double beta = layer.getBeta();
    for (int i = 0; i < z.length; i++) {
      double s = deviation[i];
      int at = meanOf(i);
      double mean = moments[at];
      moments[at] = (float) (z[i] + beta * mean);
      moments[at + units] = (float) (0.5 * (s * noise[i] * z[i] + beta * (s * s - 1)));
    }
    input.gradient().put(moments);
  }

  @Override
  public double score() {
    return score;
  }
}
