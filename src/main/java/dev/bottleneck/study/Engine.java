package dev.bottleneck.study;

import dev.bottleneck.runtime.UserError;
import dev.bottleneck.step.StepCompiler;
import dev.bottleneck.step.StepCompiler.Compilation;
import dev.bottleneck.training.TrainingStep;
import java.util.Locale;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What takes the training steps; all work on the network's own parameters. */
public enum Engine {
  /** Deeplearning4j itself. */
  DL4J,
  /** The step compiled to oneDNN; a network that cannot be compiled is refused. */
  COMPILED,
  /** The compiled step where it can be, else Deeplearning4j, with a line in the log saying why. */
  AUTO;

  private static final Logger log = LoggerFactory.getLogger(Engine.class);

  /**
   * The step of {@code net} for batches {@code [batchSize, inputs]}; to be closed.
   *
   * @throws UserError if it must be compiled and cannot be
   */
  TrainingStep step(MultiLayerNetwork net, int batchSize, int inputs) {
    if (this == DL4J) {
      return TrainingStep.of(net);
    }
    Compilation compilation = StepCompiler.compile(net, batchSize, inputs);
    compilation.refusal().ifPresent(why -> refused(compilation, why));
    return compilation.step();
  }

  private void refused(Compilation compilation, String why) {
    if (this == COMPILED) {
      compilation.step().close();
      throw new UserError(
          "engine is compiled: " + why + "; auto and dl4j train this network by Deeplearning4j");
    }
    log.info("Deeplearning4j trains the network: {}", why);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
