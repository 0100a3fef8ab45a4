package dev.bottleneck.step.dl4j;

import dev.bottleneck.layer.ActivityPenalty;
import dev.bottleneck.layer.GaussianCode;
import dev.bottleneck.layer.KSparse;
import dev.bottleneck.step.graph.KeepLargest;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.PenalizeActivity;
import dev.bottleneck.step.graph.SampleGaussian;
import dev.bottleneck.step.graph.Value;

/** Reads the layers without parameters that make a code what it is. */
final class CodeLayers {
  private CodeLayers() {}

  static Value activityPenalty(ActivityPenalty layer, LayerReading reading, Value input)
      throws NotCompilable {
    if (layer.getKind() == ActivityPenalty.Kind.KL && input.rank() != 2) {
      throw reading.refuse("its input is not [batch, n]");
    }
    return reading.add(new PenalizeActivity(layer, input, reading.value(input.shape())));
  }

  static Value kSparse(KSparse layer, LayerReading reading, Value input) throws NotCompilable {
    if (input.rank() != 2) {
      throw reading.refuse("its input is not [batch, n]");
    }
    return reading.add(
        new KeepLargest(layer, reading.isTraining(), input, reading.value(input.shape())));
  }

  static Value gaussianCode(GaussianCode layer, LayerReading reading, Value input)
      throws NotCompilable {
    if (input.rank() != 2 || input.size(1) % 2 != 0) {
      throw reading.refuse("its input is not [batch, 2n]");
    }
    Value code = reading.value(input.size(0), input.size(1) / 2);
    return reading.add(new SampleGaussian(layer, reading.isTraining(), input, code));
  }
}
