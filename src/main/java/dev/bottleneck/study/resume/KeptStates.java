package dev.bottleneck.study.resume;

import dev.bottleneck.runtime.Require;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which states of trainings a run has beside those of trainings under way.
 *
 * @param last whether the last state of each phase stays once its job has ended
 * @param before the run that this one continues, whose states are gone on from
 */
public record KeptStates(boolean last, Optional<Path> before) {
  /** None. */
  public static final KeptStates NONE = new KeptStates(false, Optional.empty());

  private static final String LAST = "keepsStates";
  private static final String BEFORE = "continues";

  /**
   * What a run's manifest says.
   *
   * @throws dev.bottleneck.runtime.UserError if it names no folder
   */
  static KeptStates of(Map<String, Object> manifest) {
    return new KeptStates(
        Boolean.TRUE.equals(manifest.get(LAST)),
        manifest.get(BEFORE) instanceof String run
            ? Optional.of(Require.path(BEFORE, run))
            : Optional.empty());
  }

  /** What the manifest says that {@link #of} reads; nothing of most runs. */
  public Map<String, Object> described() {
    Map<String, Object> map = new LinkedHashMap<>();
    before.ifPresent(run -> map.put(BEFORE, run.toString()));
    if (last) {
      map.put(LAST, true);
    }
    return map;
  }
}
