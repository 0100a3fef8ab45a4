package dev.bottleneck.step.onednn.primitive;

import dev.bottleneck.device.ArrayOrder;
import dev.bottleneck.step.graph.NetworkVectors;
import dev.bottleneck.step.graph.Plan;
import dev.bottleneck.step.graph.Program;
import java.lang.ref.Reference;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A plan's stages, forward, and where it trains, backward. */
public final class StageProgram implements Program {
  private final Plan plan;
  private final List<Stage> stages;
  private final List<Tensor> inputs;
  private final List<Tensor> labels;
  private final Tensor output; // null where the plan ends in losses
  private final Resources resources;

  public StageProgram(
      Plan plan,
      List<Stage> stages,
      List<Tensor> inputs,
      List<Tensor> labels,
      Tensor output,
      Resources resources) {
    this.plan = plan;
    this.stages = List.copyOf(stages);
    this.inputs = List.copyOf(inputs);
    this.labels = List.copyOf(labels);
    this.output = output;
    this.resources = resources;
  }

  @Override
  public Plan plan() {
    return plan;
  }

  @Override
  public double gradientAndScore(List<INDArray> given, List<INDArray> expected, int iteration) {
    try {
      double score = forward(given, expected, iteration);
      for (int i = stages.size() - 1; i >= 0; i--) {
        stages.get(i).backward();
      }
      return score;
    } finally {
      // The stages know their addresses alone, which the collector does not see.
      Reference.reachabilityFence(given);
      Reference.reachabilityFence(expected);
    }
  }

  @Override
  public double score(List<INDArray> given, List<INDArray> expected) {
    try {
      return forward(given, expected, 0);
    } finally {
      Reference.reachabilityFence(given);
      Reference.reachabilityFence(expected);
    }
  }

  @Override
  public INDArray activations(List<INDArray> given) {
    float[] values = new float[output.length()];
    try {
      forward(given, List.of(), 0);
      output.get(values); // may lie where what is given does
    } finally {
      Reference.reachabilityFence(given);
    }
    return Nd4j.create(values, output.shape(), 'c');
  }

  @Override
  public void writeActivations(List<INDArray> given, INDArray place) {
    if (place.length() != output.length()) {
      throw new IllegalArgumentException(
          output.length() + " values do not fit " + place.shapeInfoToString());
    }
    if (place.dataType() != DataType.FLOAT || !ArrayOrder.isC(place)) {
      Program.super.writeActivations(given, place);
      return;
    }
    try {
      forward(given, List.of(), 0);
      output.copyTo(NetworkVectors.addressOf(place));
    } finally {
      Reference.reachabilityFence(given);
      Reference.reachabilityFence(place);
    }
  }

  private double forward(List<INDArray> given, List<INDArray> expected, int iteration) {
    place(inputs, given);
    place(labels, expected);
    double score = 0;
    for (Stage stage : stages) {
      stage.forward(iteration);
      score += stage.score();
    }
    return score;
  }

  private static void place(List<Tensor> tensors, List<INDArray> arrays) {
    for (int i = 0; i < tensors.size(); i++) {
      tensors.get(i).placeAt(NetworkVectors.addressOf(arrays.get(i)));
    }
  }

  @Override
  public void close() {
    resources.close();
  }
}
