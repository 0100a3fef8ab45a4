package dev.bottleneck.data;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Signals y = a sin x + b sin 2x with a and b uniform in [0, 1): a plane in the space of their
 * samples, which a code of two units can hold.
 *
 * <p>{@value #COUNT} signals to train on and as many others to test on, each of {@value #SAMPLES}
 * values at even steps of x from 0 to π, ends included. Values lie between −1 and 1.8. For each
 * signal a and then b are drawn from {@code java.util.Random}, seed {@value #SEED}, the test part
 * after the training part; its algorithm is part of Java's specification, and {@code StrictMath}
 * gives the same bits everywhere, so the content hash is the same on every machine.
 */
public final class Sines implements BuiltInDataset {
  private static final int COUNT = 300;
  private static final int SAMPLES = 30;
  private static final long SEED = 1;

  @Override
  public String name() {
    return "sines";
  }

  @Override
  public String description() {
    return "signals a sin x + b sin 2x, 300 + 300 vectors of 30 samples (generated)";
  }

  @Override
  public Optional<String> whereabouts(DataOptions options) {
    return Optional.of("generated");
  }

  @Override
  public Corpus open(DataOptions options) {
    Random random = new Random(SEED);
    Dataset pool = signals(random);
    return new Corpus(pool, Optional.of(signals(random)), options.test());
  }

  private Dataset signals(Random random) {
    double[][] basis = basis(SAMPLES);
    FeatureBuilder features = FeatureBuilder.floats(SAMPLES);
    float[] signal = new float[SAMPLES];
    for (int row = 0; row < COUNT; row++) {
      double a = random.nextDouble();
      double b = random.nextDouble();
      for (int i = 0; i < SAMPLES; i++) {
        signal[i] = (float) (a * basis[0][i] + b * basis[1][i]);
      }
      features.add(signal);
    }
    return new Dataset(
        new Description(name(), SampleShape.vector(SAMPLES), List.of(), Map.of()),
        features.build(),
        null);
  }

  /** {@code samples} even steps of x from 0 to π, ends included; at least two. */
  public static double[] positions(int samples) {
    if (samples < 2) {
      throw new IllegalArgumentException("samples is " + samples + ", must be at least 2");
    }
    double[] x = new double[samples];
    for (int i = 0; i < samples; i++) {
      x[i] = Math.PI * i / (samples - 1);
    }
    return x;
  }

  /** sin x and sin 2x at these positions: {@code [2, samples]}. */
  public static double[][] basis(int samples) {
    double[] x = positions(samples);
    double[][] basis = new double[2][samples];
    for (int i = 0; i < samples; i++) {
      basis[0][i] = StrictMath.sin(x[i]);
      basis[1][i] = StrictMath.sin(2 * x[i]);
    }
    return basis;
  }
}
