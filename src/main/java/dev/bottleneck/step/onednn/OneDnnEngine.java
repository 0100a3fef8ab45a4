package dev.bottleneck.step.onednn;

import dev.bottleneck.step.graph.NetworkVectors;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.PlanEngine;
import dev.bottleneck.step.graph.PlannedNetwork;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.step.graph.Update;
import dev.bottleneck.step.onednn.primitive.OneDnn;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.factory.Nd4j;

/** oneDNN on the processor that DL4J computes on. */
public final class OneDnnEngine implements PlanEngine {
  @Override
  public String name() {
    return "oneDNN";
  }

  @Override
  public PlannedNetwork open(NetworkVectors vectors, List<Update> updates, Precision precision)
      throws NotCompilable {
    Optional<String> failure = OneDnn.failure();
    if (failure.isPresent()) {
      throw new NotCompilable(failure.get());
    }
    if (!Nd4j.getEnvironment().isCPU()) {
      throw new NotCompilable("ND4J's arrays are not in the processor's memory");
    }
    OneDnn.check(precision);
    return new OneDnnNetwork(vectors, updates, precision);
  }
}
