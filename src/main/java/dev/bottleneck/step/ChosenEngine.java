package dev.bottleneck.step;

import dev.bottleneck.device.DeviceHabits;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.training.DeferredForward;
import dev.bottleneck.training.DeferredStep;
import dev.bottleneck.training.Engine;
import dev.bottleneck.training.ForwardPass;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.TrainingStep;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine of a choice.
 *
 * @param precision of the training; what is measured is always computed in floats
 * @param habits of the device that DL4J computes on
 */
record ChosenEngine(EngineChoice choice, Precision precision, DeviceHabits habits)
    implements Engine {
  private static final Logger LOG = LoggerFactory.getLogger(ChosenEngine.class);
  private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

  @Override
  public TrainingStep step(Network net, long... featuresShape) {
    if (choice == EngineChoice.DL4J) {
      requireFloats("engine is dl4j");
      return stepByDl4j(net);
    }
    try {
      return StepCompiler.step(net, precision, featuresShape);
    } catch (NotCompilable e) {
      refused(e.getMessage());
      return stepByDl4j(net);
    }
  }

  private TrainingStep stepByDl4j(Network net) {
    return habits.defersLoss() ? DeferredStep.of(net) : TrainingStep.of(net);
  }

  private ForwardPass forwardByDl4j(Network net) {
    return habits.defersLoss() ? DeferredForward.of(net) : ForwardPass.of(net);
  }

  private void refused(String why) {
    if (choice == EngineChoice.COMPILED) {
      throw new UserError(
          "engine is compiled: " + why + "; auto and dl4j train this network by Deeplearning4j");
    }
    requireFloats(why);
    logOnce(why);
  }

  /** What is trained by DL4J in floats is not to pass for bf16. */
  private void requireFloats(String why) {
    if (precision != Precision.F32) {
      throw new UserError(
          "precision is %s, which the compiled engine alone has: %s; set precision=f32"
              .formatted(precision, why));
    }
  }

  @Override
  public ForwardPass forward(Network net) {
    if (choice == EngineChoice.DL4J) {
      return forwardByDl4j(net);
    }
    try {
      return StepCompiler.forward(net);
    } catch (NotCompilable e) {
      logOnce(e.getMessage());
      return forwardByDl4j(net);
    }
  }

  private static void logOnce(String why) {
    if (LOGGED.add(why)) {
      LOG.info("Deeplearning4j trains or runs the network: {}", why);
    }
  }
}
