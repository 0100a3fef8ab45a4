package dev.bottleneck.step.cuda;

import dev.bottleneck.layer.Corruption;
import dev.bottleneck.layer.GaussianCorruption;
import dev.bottleneck.layer.InvertedDropout;
import dev.bottleneck.layer.LevelCorruption;
import dev.bottleneck.layer.Masking;
import dev.bottleneck.layer.SaltAndPepper;
import dev.bottleneck.runtime.Seeds;
import dev.bottleneck.step.cuda.Arena.Place;
import dev.bottleneck.step.graph.Activation;
import dev.bottleneck.step.graph.Corrupt;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Value;
import java.util.Map;
import java.util.Optional;

/** Activations and corruptions, unit by unit. */
final class ElementwiseKernels {
  /** A seed and a level. */
  private static final int CHANCE_BYTES = Long.BYTES + Double.BYTES;

  /** As the kernels know them ({@code elementwise.cu}). */
  private static final Map<Class<?>, Integer> CORRUPTIONS =
      Map.of(Masking.class, 0, SaltAndPepper.class, 1, InvertedDropout.class, 2);

  private ElementwiseKernels() {}

  static void appendActivation(Activation activation, Lowering lowering) throws NotCompilable {
    Optional<ElementwiseFunction> function = ElementwiseFunction.of(activation.function());
    if (function.isPresent()) {
      append(activation, function.get(), lowering);
    } else if (lowering.isTraining()) {
      throw new NotCompilable("a " + activation.function() + " that no loss has in itself");
    } else {
      appendSoftmax(activation, lowering);
    }
  }

  private static void append(
      Activation activation, ElementwiseFunction function, Lowering lowering) {
    Signal x = lowering.signal(activation.input());
    Signal y = lowering.newSignal(activation.output(), x.wantsGradient());
    int count = activation.output().length();
    lowering.each(
        "activate", count, lowering.values(), function.number(), x.value(), y.value(), count);
    lowering.put(activation.output(), y);
    if (y.wantsGradient()) {
      Place known = function.fromOutput() ? y.value() : x.value();
      lowering.onTheWayBack(
          () ->
              appendBackward(
                  lowering,
                  function.number(),
                  known,
                  y.gradient(),
                  x.gradient(),
                  count,
                  lowering.adds(x.gradient())));
    }
  }

  /** From the gradient of {@code y = f(x)} that of x. */
  static void appendBackward(
      Lowering lowering,
      int function,
      Place known,
      Place outputGradient,
      Place inputGradient,
      int count,
      int adds) {
    lowering.each(
        "activate_backward",
        count,
        lowering.values(),
        function,
        known,
        outputGradient,
        inputGradient,
        count,
        adds);
  }

  private static void appendSoftmax(Activation softmax, Lowering lowering) {
    Value z = softmax.input();
    Signal p = lowering.newSignal(softmax.output(), false);
    int classes = z.size(1);
    int inner = z.length() / z.size(0) / classes;
    lowering.each(
        "softmax",
        (long) z.size(0) * inner,
        lowering.values(),
        lowering.signal(z).value(),
        p.value(),
        z.size(0),
        classes,
        inner);
    lowering.put(softmax.output(), p);
  }

  static void appendCorruption(Corrupt corrupt, Lowering lowering) throws NotCompilable {
    Corruption corruption = corrupt.corruption();
    Signal x = lowering.signal(corrupt.input());
    Signal y = lowering.newSignal(corrupt.output(), x.wantsGradient());
    lowering.put(corrupt.output(), y);
    int count = corrupt.output().length();
    if (corruption instanceof GaussianCorruption gaussian) {
      appendNoise(gaussian, lowering, x, y, count);
    } else if (corruption instanceof LevelCorruption level
        && CORRUPTIONS.containsKey(corruption.getClass())) {
      appendChance(level, lowering, x, y, count);
    } else {
      throw new NotCompilable("the CUDA engine has no corruption " + corruption);
    }
  }

  /** The device draws what {@link Corruption#noise} would, number for number. */
  private static void appendChance(
      LevelCorruption corruption, Lowering lowering, Signal x, Signal y, int count) {
    int kind = CORRUPTIONS.get(corruption.getClass());
    Place chance = lowering.values().floats(CHANCE_BYTES / Float.BYTES);
    lowering.perStep(
        new StepInput(
            chance,
            CHANCE_BYTES,
            (iteration, to) ->
                to.putLong(Seeds.derive(corruption.getSeed(), iteration))
                    .putDouble(corruption.getLevel())));
    lowering.each("corrupt", count, lowering.values(), kind, chance, x.value(), y.value(), count);
    if (y.wantsGradient()) {
      lowering.onTheWayBack(
          () ->
              lowering.each(
                  "corrupt_backward",
                  count,
                  lowering.values(),
                  kind,
                  chance,
                  y.gradient(),
                  x.gradient(),
                  count,
                  lowering.adds(x.gradient())));
    }
  }

  /** Java's Gaussian numbers do not follow from their place: the host draws them. */
  private static void appendNoise(
      GaussianCorruption corruption, Lowering lowering, Signal x, Signal y, int count) {
    Place noise = lowering.values().floats(count);
    lowering.perStep(
        new StepInput(
            noise,
            Math.multiplyExact(count, Float.BYTES),
            (iteration, to) -> to.asFloatBuffer().put(corruption.noise(count, iteration).add())));
    lowering.each("add_noise", count, lowering.values(), x.value(), noise, y.value(), count);
    if (y.wantsGradient()) {
      lowering.onTheWayBack(() -> CopyKernels.append(lowering, y.gradient(), x.gradient(), count));
    }
  }
}
