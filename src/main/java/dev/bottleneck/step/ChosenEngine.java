package dev.bottleneck.step;

import dev.bottleneck.device.DeviceHabits;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.step.cuda.CudaEngine;
import dev.bottleneck.step.cuda.device.DeviceFailure;
import dev.bottleneck.step.cuda.device.KernelDevice;
import dev.bottleneck.step.cuda.device.KernelDevices;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.PlanEngine;
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

  /** Kinds of devices that were opened before: a sweep asks for every trial. */
  private static final Set<String> USABLE = ConcurrentHashMap.newKeySet();

  @Override
  public TrainingStep step(Network net, long... featuresShape) {
    if (choice == EngineChoice.DL4J) {
      requireFloats("engine is dl4j");
      return stepByDl4j(net);
    }
    try {
      return choice == EngineChoice.CUDA
          ? onGpus(gpus -> new CompiledStep(net, gpus, precision, featuresShape))
          : StepCompiler.step(net, precision, featuresShape);
    } catch (NotCompilable e) {
      refused(e.getMessage());
      return stepByDl4j(net);
    }
  }

  private interface OnGpus<T> {
    T by(PlanEngine engine) throws NotCompilable;
  }

  private static <T> T onGpus(OnGpus<T> made) throws NotCompilable {
    try {
      return made.by(new CudaEngine(KernelDevices.asked()));
    } catch (DeviceFailure e) {
      throw notUsable(e);
    }
  }

  /**
   * Opens a GPU, and with it compiles the kernels if they are not at hand yet.
   *
   * @throws UserError if there is none that can be used
   */
  static void requireGpus() {
    try {
      KernelDevices devices = KernelDevices.asked();
      if (USABLE.contains(devices.kind())) {
        return;
      }
      try (KernelDevice first = devices.open(0)) {
        LOG.info("the kernels are made for {}", first.name());
      }
      USABLE.add(devices.kind());
    } catch (DeviceFailure e) {
      throw notUsable(e);
    }
  }

  private static UserError notUsable(DeviceFailure why) {
    return new UserError("engine is cuda: " + why.getMessage(), why);
  }

  private TrainingStep stepByDl4j(Network net) {
    return habits.defersLoss() ? DeferredStep.of(net) : TrainingStep.of(net);
  }

  private ForwardPass forwardByDl4j(Network net) {
    return habits.defersLoss() ? DeferredForward.of(net) : ForwardPass.of(net);
  }

  private void refused(String why) {
    if (choice == EngineChoice.COMPILED || choice == EngineChoice.CUDA) {
      throw new UserError(
          "engine is %s: %s; %s"
              .formatted(
                  choice,
                  why,
                  precision == Precision.F32
                      ? "auto and dl4j train this network by Deeplearning4j, on the processor"
                      : "set precision=f32"));
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
      return choice == EngineChoice.CUDA
          ? onGpus(gpus -> new CompiledForward(net, gpus))
          : StepCompiler.forward(net);
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
