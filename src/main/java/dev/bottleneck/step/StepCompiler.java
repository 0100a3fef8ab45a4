package dev.bottleneck.step;

import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.PlanEngine;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.training.ForwardPass;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.TrainingStep;
import java.util.List;
import java.util.ServiceLoader;

/** Compiles networks on the first engine that has all that they need. */
public final class StepCompiler {
  private static final List<PlanEngine> ENGINES =
      ServiceLoader.load(PlanEngine.class, StepCompiler.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  private StepCompiler() {}

  /**
   * The step of {@code net}, which must be initialized; to be closed.
   *
   * @param featuresShape shape of a batch's features, such as {@code [batch, 784]}; batches of
   *     other sizes are compiled for when they come
   * @throws NotCompilable names the layer and the setting that is not known
   */
  public static TrainingStep step(Network net, Precision precision, long... featuresShape)
      throws NotCompilable {
    return first(engine -> new CompiledStep(net, engine, precision, featuresShape));
  }

  /** What runs {@code net} without training it; to be closed. */
  static ForwardPass forward(Network net) throws NotCompilable {
    return first(engine -> new CompiledForward(net, engine));
  }

  /** What carries out the steps of {@code net}. */
  static PlanEngine engineOf(Network net, Precision precision, long... featuresShape)
      throws NotCompilable {
    return first(
        engine -> {
          new CompiledStep(net, engine, precision, featuresShape).close();
          return engine;
        });
  }

  private interface Compilation<T> {
    T on(PlanEngine engine) throws NotCompilable;
  }

  /** Of several refusals that of the first engine tells most. */
  private static <T> T first(Compilation<T> compilation) throws NotCompilable {
    NotCompilable refusal = null;
    for (PlanEngine engine : ENGINES) {
      try {
        return compilation.on(engine);
      } catch (NotCompilable e) {
        refusal = refusal == null ? e : refusal;
      }
    }
    throw refusal == null ? new NotCompilable("there is no engine for plans") : refusal;
  }
}
