package dev.bottleneck.step;

import dev.bottleneck.step.cuda.CudaEngine;
import dev.bottleneck.step.dl4j.Definition;
import dev.bottleneck.step.dl4j.NetworkMemory;
import dev.bottleneck.step.dl4j.PlanReader;
import dev.bottleneck.step.dl4j.Section;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Plan;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.step.graph.Purpose;
import dev.bottleneck.step.graph.Update;
import dev.bottleneck.training.Network;
import java.util.List;

/**
 * What a network's training step is, without taking one.
 *
 * @param plan of the step
 * @param updates that follow it
 * @param engine that carries it out
 */
public record StepOutline(Plan plan, List<Update> updates, String engine) {
  /**
   * That of {@code net}, which must be initialized.
   *
   * @param choice of engine: of CUDA's no GPU needs to be here
   * @param featuresShape of a batch, such as {@code [batch, 784]}
   * @throws NotCompilable if it is left to DL4J
   */
  public static StepOutline of(Network net, EngineChoice choice, long... featuresShape)
      throws NotCompilable {
    Definition definition = Definition.of(net);
    PlanReader.check(definition);
    Section whole = Section.of(Purpose.TRAINING, Network.INPUT, net.output(), featuresShape);
    Plan plan = PlanReader.read(definition, whole);
    List<Update> updates = NetworkMemory.of(net).updates();
    String engine =
        choice == EngineChoice.CUDA
            ? CudaEngine.NAME
            : StepCompiler.engineOf(net, Precision.F32, featuresShape).name();
    return new StepOutline(plan, updates, engine);
  }
}
