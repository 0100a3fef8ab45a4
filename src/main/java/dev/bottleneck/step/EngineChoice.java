package dev.bottleneck.step;

import dev.bottleneck.runtime.UserError;
import dev.bottleneck.step.StepCompiler.Compilation;
import dev.bottleneck.training.Engine;
import dev.bottleneck.training.ForwardPass;
import dev.bottleneck.training.TrainingStep;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engines a user can choose; all work on the network's own parameters. */
public enum EngineChoice implements Engine {
  /** Deeplearning4j itself. */
  DL4J {
    @Override
    public TrainingStep step(MultiLayerNetwork net, long... featuresShape) {
      return TrainingStep.of(net);
    }

    @Override
    public ForwardPass forward(MultiLayerNetwork net) {
      return ForwardPass.of(net);
    }
  },
  /** Plans compiled to oneDNN; a network that cannot be compiled is refused. */
  COMPILED {
    @Override
    void refused(String why) {
      throw new UserError(
          "engine is compiled: " + why + "; auto and dl4j train this network by Deeplearning4j");
    }
  },
  /** Compiled plans where they can be, else Deeplearning4j, with a line in the log saying why. */
  AUTO {
    @Override
    void refused(String why) {
      logOnce(why);
    }
  };

  private static final Logger LOG = LoggerFactory.getLogger(EngineChoice.class);
  private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

  /**
   * {@inheritDoc}
   *
   * @throws UserError if it must be compiled and cannot be
   */
  @Override
  public TrainingStep step(MultiLayerNetwork net, long... featuresShape) {
    Compilation compilation = StepCompiler.compile(net, featuresShape);
    try {
      compilation.refusal().ifPresent(this::refused);
      return compilation.step();
    } catch (UserError e) {
      compilation.step().close();
      throw e;
    }
  }

  /** {@inheritDoc} What it cannot compile is run by DL4J: it is no more than slower. */
  @Override
  public ForwardPass forward(MultiLayerNetwork net) {
    Optional<String> refusal = OneDnn.failure();
    if (refusal.isEmpty()) {
      try {
        return new CompiledForward(net);
      } catch (NotCompilable e) {
        refusal = Optional.of(e.getMessage());
      }
    }
    logOnce(refusal.get());
    return ForwardPass.of(net);
  }

  private static void logOnce(String why) {
    if (LOGGED.add(why)) {
      LOG.info("Deeplearning4j trains or runs the network: {}", why);
    }
  }

  void refused(String why) {
    throw new AssertionError(this + " compiles nothing");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
