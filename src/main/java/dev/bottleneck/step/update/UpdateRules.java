package dev.bottleneck.step.update;

import dev.bottleneck.layer.ClassicalMomentum;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** The updaters the compiled step knows: a new one is one line here. */
public final class UpdateRules {
  private static final Map<Class<?>, Entry<?>> KNOWN = new HashMap<>();

  static {
    known(Sgd.class, SgdRule::new);
    known(ClassicalMomentum.class, MomentumRule::classical);
    known(Nesterovs.class, MomentumRule::nesterov);
    known(Adam.class, AdamRule::new);
    known(Nadam.class, NadamRule::new);
    known(RmsProp.class, RmsPropRule::new);
    known(AdaDelta.class, AdaDeltaRule::new);
  }

  private UpdateRules() {}

  private record Entry<U extends IUpdater>(Class<U> type, Function<U, UpdateRule> rule) {
    UpdateRule of(IUpdater updater) {
      return rule.apply(type.cast(updater));
    }
  }

  private static <U extends IUpdater> void known(Class<U> type, Function<U, UpdateRule> rule) {
    KNOWN.put(type, new Entry<>(type, rule));
  }

  /** The rule of {@code updater}, which is asked for its settings at every step. */
  public static Optional<UpdateRule> of(IUpdater updater) {
    return Optional.ofNullable(KNOWN.get(updater.getClass())).map(entry -> entry.of(updater));
  }
}
