package dev.bottleneck.experiment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import java.util.ArrayList;
import java.util.List;

/**
 * The corruption level of each layer's autoencoder, from the input up: one number for all, or a
 * list with one for each ({@code corruption: [0.1, 0.2, 0.3]}), as in Vincent et al., Stacked
 * Denoising Autoencoders (2010), table 2.
 *
 * @param levels one, or one a layer; probabilities that an input is set to 0
 */
public record CorruptionLevels(List<Double> levels) {
  public CorruptionLevels {
    Require.atLeast("corruption (the number of its entries)", levels.size(), 1);
    levels.forEach(level -> Require.between("corruption", level, 0, 1));
    levels = List.copyOf(levels);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static CorruptionLevels read(JsonNode written) {
    List<Double> levels = new ArrayList<>();
    for (JsonNode level : written.isArray() ? written : List.of(written)) {
      if (!level.isNumber()) {
        throw new UserError(
            "corruption is %s: expected a number within [0, 1], or a list with one for each hidden layer"
                .formatted(written.isValueNode() ? written.asText() : written));
      }
      levels.add(level.doubleValue());
    }
    return new CorruptionLevels(levels);
  }

  /** One for all layers. */
  static CorruptionLevels of(double level) {
    return new CorruptionLevels(List.of(level));
  }

  /** As it is written: a number, or a list. */
  @JsonValue
  Object written() {
    return levels.size() == 1 ? levels.get(0) : levels;
  }

  /** The level of layer {@code index}, from 0. */
  double of(int index) {
    return levels.get(levels.size() == 1 ? 0 : index);
  }

  /**
   * Refuses what does not fit so many layers.
   *
   * @throws UserError naming the key and what would be right
   */
  void requireFor(int layers) {
    if (levels.size() != 1 && levels.size() != layers) {
      throw new UserError(
          "corruption has %d levels, but there are %d hidden layers: give one level, or one a layer"
              .formatted(levels.size(), layers));
    }
  }
}
