package dev.bottleneck.step;

import dev.bottleneck.device.DeviceHabits;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.training.Engine;
import dev.bottleneck.training.ForwardPass;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.TrainingStep;
import java.util.Locale;

/** The engines a user can choose; all work on the network's own parameters. */
public enum EngineChoice implements Engine {
  /** Deeplearning4j itself. */
  DL4J,
  /** Plans compiled to oneDNN; a training that cannot be compiled is refused. */
  COMPILED,
  /** Plans compiled to CUDA kernels on NVIDIA's GPUs; a training that cannot be is refused. */
  CUDA,
  /** Compiled plans where they can be, else Deeplearning4j, with a line in the log saying why. */
  AUTO;

  /**
   * The engine that trains in that precision.
   *
   * @return one whose steps throw {@link dev.bottleneck.runtime.UserError} where this choice or
   *     that precision cannot be had for a network
   */
  public Engine in(Precision precision) {
    return in(precision, DeviceHabits.ofBackend());
  }

  /** The same with other habits than the backend's. */
  public Engine in(Precision precision, DeviceHabits habits) {
    return new ChosenEngine(this, precision, habits);
  }

  /**
   * Refuses what this machine cannot do whatever the network is.
   *
   * @throws UserError if GPUs are wanted, and there are none
   */
  public void requireDevices() {
    if (this == CUDA) {
      ChosenEngine.requireGpus();
    }
  }

  @Override
  public TrainingStep step(Network net, long... featuresShape) {
    return in(Precision.F32).step(net, featuresShape);
  }

  /** {@inheritDoc} What it cannot compile is run by DL4J: it is no more than slower. */
  @Override
  public ForwardPass forward(Network net) {
    return in(Precision.F32).forward(net);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
