package dev.bottleneck.layer;

import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/** The state of {@link ClassicalMomentum}: turns a gradient into an update, in place. */
final class Velocity implements GradientUpdater<ClassicalMomentum> {
  private static final String KEY = "V";

  private final ClassicalMomentum config;
  private INDArray v;

  Velocity(ClassicalMomentum config) {
    this.config = config;
  }

  @Override
  public ClassicalMomentum getConfig() {
    return config;
  }

  @Override
  public void setState(Map<String, INDArray> stateMap, boolean initialize) {
    if (!stateMap.keySet().equals(Set.of(KEY))) {
      throw new IllegalArgumentException(
          "stateMap must hold the key " + KEY + " alone, not " + stateMap.keySet());
    }
    v = stateMap.get(KEY);
    if (initialize) {
      v.assign(0);
    }
  }

  @Override
  public Map<String, INDArray> getState() {
    return Map.of(KEY, v);
  }

  @Override
  public void setStateViewArray(
      INDArray viewArray, long[] gradientShape, char gradientOrder, boolean initialize) {
    if (initialize) {
      viewArray.assign(0);
    }
    // A view: what is written to v is what the network saves.
    v = viewArray.reshape(gradientOrder, gradientShape);
  }

  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    INDArray g = gradient.reshape(v.shape());
    g.muli(config.getLearningRate(iteration, epoch));
    v.muli(config.getMomentum()).addi(g);
    g.assign(v);
  }
}
