package dev.bottleneck.step;

import dev.bottleneck.training.TrainingStep;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Compiles a network's training step, or says in one line why that cannot be done. */
public final class StepCompiler {
  private StepCompiler() {}

  /**
   * A step, and why it is not compiled.
   *
   * @param step the compiled one, or DL4J's own; to be closed either way
   * @param refusal names the layer and the setting that is not known; empty if it is compiled
   */
  public record Compilation(TrainingStep step, Optional<String> refusal) {}

  /**
   * Compiles the step of {@code net}, which must be initialized.
   *
   * @param featuresShape shape of a batch's features, such as {@code [batch, 784]}; batches of
   *     other sizes are compiled for when they come
   */
  public static Compilation compile(MultiLayerNetwork net, long... featuresShape) {
    return compile(net, Precision.F32, featuresShape);
  }

  /** The same in another precision. */
  public static Compilation compile(
      MultiLayerNetwork net, Precision precision, long... featuresShape) {
    Optional<String> refusal = OneDnn.failure();
    if (refusal.isEmpty()) {
      try {
        return new Compilation(new CompiledStep(net, precision, featuresShape), Optional.empty());
      } catch (NotCompilable e) {
        refusal = Optional.of(e.getMessage());
      }
    }
    return new Compilation(TrainingStep.of(net), refusal);
  }
}
