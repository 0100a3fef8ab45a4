package dev.bottleneck.step.cuda;

import dev.bottleneck.layer.GaussianCode;
import dev.bottleneck.step.cuda.Arena.Place;
import dev.bottleneck.step.graph.KeepLargest;
import dev.bottleneck.step.graph.SampleGaussian;

/** What makes codes: the k largest activations, and Gaussian samples. */
final class CodeKernels {
  private CodeKernels() {}

  static void appendKeepLargest(KeepLargest operation, Lowering lowering) {
    Signal x = lowering.signal(operation.input());
    Signal y = lowering.newSignal(operation.output(), x.wantsGradient());
    int rows = operation.input().size(0);
    int units = operation.input().size(1);
    int count = rows * units;
    Place kept = lowering.values().floats(count);
    int k = (int) Math.min(units, operation.layer().active(operation.training()));
    lowering.each(
        "keep_largest", count, lowering.values(), x.value(), kept, y.value(), rows, units, k);
    lowering.put(operation.output(), y);
    if (y.wantsGradient()) {
      lowering.onTheWayBack(
          () ->
              lowering.each(
                  "multiply",
                  count,
                  lowering.values(),
                  y.gradient(),
                  kept,
                  x.gradient(),
                  count,
                  lowering.adds(x.gradient())));
    }
  }

  /** The host draws ε, as Java's Gaussian numbers do not follow from their place; they are few. */
  static void appendSample(SampleGaussian operation, Lowering lowering) {
    GaussianCode layer = operation.layer();
    Signal moments = lowering.signal(operation.input());
    Signal code = lowering.newSignal(operation.output(), moments.wantsGradient());
    int batch = operation.output().size(0);
    int units = operation.output().size(1);
    int count = batch * units;
    Object noise = operation.training() ? noise(layer, lowering, count) : (Object) 0L;
    int parts = Lowering.parts(count);
    Place partialScores = lowering.partialScores(parts);
    lowering.blocks(
        "sample_gaussian",
        parts,
        1,
        lowering.values(),
        moments.value(),
        noise,
        code.value(),
        partialScores,
        batch,
        units,
        layer.getBeta() / batch);
    lowering.addScore(partialScores, parts);
    lowering.put(operation.output(), code);
    if (code.wantsGradient()) {
      lowering.onTheWayBack(
          () ->
              lowering.each(
                  "sample_gaussian_backward",
                  count,
                  lowering.values(),
                  moments.value(),
                  noise,
                  code.gradient(),
                  moments.gradient(),
                  batch,
                  units,
                  layer.getBeta(),
                  lowering.adds(moments.gradient())));
    }
  }

  private static Place noise(GaussianCode layer, Lowering lowering, int count) {
    Place noise = lowering.values().floats(count);
    lowering.perStep(
        new StepInput(
            noise,
            Math.multiplyExact(count, Float.BYTES),
            (iteration, to) -> to.asFloatBuffer().put(layer.noise(count, iteration))));
    return noise;
  }
}
