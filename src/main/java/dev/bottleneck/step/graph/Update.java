package dev.bottleneck.step.graph;

import dev.bottleneck.step.update.UpdateRule;
import dev.bottleneck.step.update.UpdateRules;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Moves a range of parameters by the gradient of the mean loss.
 *
 * @param updater the rule and its settings, which schedules may change from step to step
 * @param start of the range in the flat vectors of parameters and gradient
 * @param length of the range
 * @param stateStart where its state begins in the flat updater state; of several state vectors the
 *     whole range of one lies before the next
 */
public record Update(IUpdater updater, int start, int length, int stateStart) {
  /** Gradients that engines take for 0 are no step against this much. */
  private static final double LEAST_EPSILON = 1e-12;

  /**
   * The updater's arithmetic.
   *
   * @throws NotCompilable if it is not known, or may divide by next to nothing
   */
  public UpdateRule rule() throws NotCompilable {
    String name = updater.getClass().getSimpleName();
    UpdateRule rule =
        UpdateRules.of(updater)
            .orElseThrow(
                () ->
                    new NotCompilable(
                        "the updater " + name + " is not known to the compiled step"));
    if (!(rule.epsilon() >= LEAST_EPSILON)) {
      throw new NotCompilable(
          "epsilon of the updater %s is %s, below %s"
              .formatted(name, rule.epsilon(), LEAST_EPSILON));
    }
    return rule;
  }
}
