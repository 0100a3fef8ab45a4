package dev.bottleneck.step;

import static dev.bottleneck.step.CurrentPlans.inOrder;

import dev.bottleneck.training.ForwardPass;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A network's compiled forward passes; what no plan can do, DL4J does. */
final class CompiledForward implements ForwardPass {
  private final CurrentPlans plans;
  private final ForwardPass dl4j;

  CompiledForward(MultiLayerNetwork net) throws NotCompilable {
    plans = new CurrentPlans(net, Precision.F32);
    dl4j = ForwardPass.of(net);
  }

  @Override
  public INDArray activations(int first, int last, INDArray input) {
    return plans
        .plan(Section.Purpose.ACTIVATIONS, first, last, input)
        .map(plan -> activations(plan, inOrder(input)))
        .orElseGet(() -> dl4j.activations(first, last, input));
  }

  private static INDArray activations(Plan plan, INDArray input) {
    try {
      Tensor activations = plan.activations(NetworkMemory.addressOf(input));
      float[] values = new float[activations.length()];
      activations.get(values);
      return Nd4j.create(values, activations.shape(), 'c');
    } finally {
      // The plan knows its address alone, which the collector does not see.
      Reference.reachabilityFence(input);
    }
  }

  @Override
  public double score(DataSet batch) {
    Optional<Plan> plan =
        plans
            .plan(Section.Purpose.SCORE, batch.getFeatures())
            .filter(p -> !batch.hasMaskArrays())
            .filter(p -> Arrays.equals(p.labelsShape(), batch.getLabels().shape()));
    if (plan.isEmpty()) {
      return dl4j.score(batch);
    }
    INDArray features = inOrder(batch.getFeatures());
    INDArray labels =
        batch.getLabels() == batch.getFeatures() ? features : inOrder(batch.getLabels());
    try {
      return plan.get()
          .score(NetworkMemory.addressOf(features), NetworkMemory.addressOf(labels), 0);
    } finally {
      Reference.reachabilityFence(features);
      Reference.reachabilityFence(labels);
    }
  }

  @Override
  public void close() {
    plans.close();
  }
}
