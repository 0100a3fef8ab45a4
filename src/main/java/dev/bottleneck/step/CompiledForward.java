package dev.bottleneck.step;

import static dev.bottleneck.step.Programs.inOrder;

import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.PlanEngine;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.step.graph.Program;
import dev.bottleneck.step.graph.Purpose;
import dev.bottleneck.training.ForwardPass;
import dev.bottleneck.training.Network;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** A network's compiled forward passes; what no program can do, DL4J does. */
final class CompiledForward implements ForwardPass {
  private final Programs programs;
  private final BatchLabels labels = new BatchLabels();
  private final ForwardPass dl4j;

  CompiledForward(Network net, PlanEngine engine) throws NotCompilable {
    programs = new Programs(net, engine, Precision.F32);
    dl4j = ForwardPass.of(net);
  }

  @Override
  public INDArray activations(String from, String to, INDArray given) {
    return programs
        .find(Purpose.ACTIVATIONS, from, to, given.shape())
        .map(program -> program.activations(inOrder(given)))
        .orElseGet(() -> dl4j.activations(from, to, given));
  }

  @Override
  public void writeActivations(String from, String to, INDArray given, INDArray place) {
    programs
        .find(Purpose.ACTIVATIONS, from, to, given.shape())
        .ifPresentOrElse(
            program -> program.writeActivations(inOrder(given), place),
            () -> dl4j.writeActivations(from, to, given, place));
  }

  @Override
  public double score(DataSet batch) {
    Optional<Program> program =
        programs
            .find(Purpose.SCORE, batch.getFeatures().shape())
            .filter(p -> !batch.hasMaskArrays())
            .filter(p -> BatchLabels.fit(p, batch.getLabels().shape()));
    if (program.isEmpty()) {
      return dl4j.score(batch);
    }
    List<INDArray> features = inOrder(batch.getFeatures());
    return program.get().score(features, labels.of(program.get(), batch, features));
  }

  @Override
  public void close() {
    programs.close();
  }
}
