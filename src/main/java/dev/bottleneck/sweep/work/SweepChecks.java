package dev.bottleneck.sweep.work;

import dev.bottleneck.data.Splits;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.runtime.NearestName;
import dev.bottleneck.runtime.Seeds;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.Setting;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.sweep.definition.RaceOptions;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.race.Race;
import dev.bottleneck.sweep.search.GridSearch;
import dev.bottleneck.sweep.search.RandomSearch;
import dev.bottleneck.sweep.search.Search;
import dev.bottleneck.sweep.space.Dimension;
import dev.bottleneck.training.Divergence;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What would show only after hours, looked at before a sweep begins. */
public final class SweepChecks {
  private static final int SAMPLES = 20;

  /** The measure of autoencoders that needs classes. */
  private static final String PROBE_ERROR = "probeError";

  private static final Logger log = LoggerFactory.getLogger(SweepChecks.class);

  private SweepChecks() {}

  /** Refuses a grid that the budget does not cover. */
  public static void grid(SweepDefinition sweep) {
    int trials = sweep.budget().trials();
    if (Search.of(sweep) instanceof GridSearch grid && grid.size() > trials) {
      int points = sweep.search().points() - 1;
      while (points >= 2 && new GridSearch(sweep.space(), points).size() > trials) {
        points--;
      }
      throw new UserError(
          String.format(
              Locale.ROOT,
              "%s: the grid has %,d settings, but budget.trials is %,d: set trials: %d%s",
              sweep.file(),
              grid.size(),
              trials,
              grid.size(),
              points < 2 ? "" : ", or points: " + points));
    }
  }

  /** Refuses a race in which nobody can be put out. */
  public static void race(SweepDefinition sweep) {
    RaceOptions race = sweep.race();
    if (race.areSeveral() && race.seeds() < Race.leastRounds(race.settings())) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "%s: race.seeds is %d, but %d settings cannot be told apart by fewer than %d: give"
                  + " more, or fewer settings",
              sweep.file(),
              race.seeds(),
              race.settings(),
              Race.leastRounds(race.settings())));
    }
  }

  /** Refuses a range at one of whose ends the experiment takes no setting. */
  static void ranges(SweepDefinition sweep) {
    RandomSearch samples = new RandomSearch(sweep.space(), 0);
    for (int i = 0; i < sweep.space().size(); i++) {
      Dimension dimension = sweep.space().dimensions().get(i);
      int count = dimension.domain().extremes().size();
      for (int k = 0; k < count; k++) {
        double gene = k / (count - 1.0);
        requireTaken(sweep, samples, i, gene);
      }
    }
  }

  private static void requireTaken(
      SweepDefinition sweep, RandomSearch samples, int index, double gene) {
    Dimension dimension = sweep.space().dimensions().get(index);
    UserError refusal = null;
    for (int sample = 0; sample < SAMPLES; sample++) {
      double[] genes = samples.propose(sample).orElseThrow().geneArray();
      genes[index] = gene;
      Map<String, String> parameters = sweep.space().getValue(genes);
      if (!sweep.space().counts(dimension, parameters)) {
        continue;
      }
      try {
        sweep.configuration(parameters).read(sweep.base().experiment());
        return;
      } catch (UserError e) {
        refusal = e;
      }
    }
    if (refusal != null) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "%s: space.%s: %s",
              sweep.file(),
              dimension.label(),
              refusal.getMessage()),
          refusal);
    }
  }

  /**
   * Opens the data.
   *
   * @return the objective as readers are shown it
   * @throws UserError if they have not the parts that the sweep needs
   */
  public static Metric data(SweepDefinition sweep, SharedData data) {
    ranges(sweep);
    Setting<?> setting = Setting.of(sweep.base().copy(), data::open);
    Splits splits = data.open(setting.configuration());
    if (sweep.finalSeeds() > 0 && splits.test().isEmpty()) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "%s: finalSeeds is %d, but %s has no test part: set finalSeeds: 0",
              sweep.file(),
              sweep.finalSeeds(),
              setting.configuration().data()));
    }
    requireClasses(sweep, setting.configuration().data(), splits);
    return sweep.objective().shown(sweep.base().experiment().headline(), "validation");
  }

  /** A probe tells classes apart: it takes two in the part that it learns from. */
  private static void requireClasses(SweepDefinition sweep, String data, Splits splits) {
    if (!sweep.objective().metric().equals(PROBE_ERROR)) {
      return;
    }
    long classes =
        splits.train().labels().map(labels -> Arrays.stream(labels).distinct().count()).orElse(0L);
    boolean judged = splits.validation().map(part -> part.labels().isPresent()).orElse(true);
    if (classes < 2 || !judged) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "%s: objective.metric is %s, but the training part of %s has %s: take a measure that"
                  + " needs none, such as squaredError",
              sweep.file(),
              PROBE_ERROR,
              data,
              classes == 1 ? "one class alone" : "no classes"));
    }
  }

  /**
   * Trains one setting for a few batches, to see that the experiment reports the objective.
   *
   * @throws UserError if it does not
   */
  public static void rehearse(SweepDefinition sweep, SharedData data) {
    double[] middle = new double[sweep.space().size()];
    Arrays.fill(middle, 0.5);
    Setting<?> setting =
        Setting.of(
            sweep.configuration(sweep.space().getValue(middle)).set("quick=true"), data::open);
    Arm arm =
        setting.arms().stream()
            .filter(a -> a.key().equals(sweep.objective().arm()))
            .findFirst()
            .orElseThrow();
    Map<String, Double> measures;
    try {
      measures = setting.train(arm, Seeds.derive(sweep.sweepSeed(), "rehearsal"), point -> {});
    } catch (Divergence e) {
      // That setting is a bad one, which tells nothing of the objective.
      log.info("the rehearsal diverged", e);
      return;
    }
    requireReported(sweep, "objective.metric", sweep.objective().metric(), measures.keySet());
    if (!sweep.second().metric().isEmpty()) {
      requireReported(sweep, "second.metric", sweep.second().metric(), measures.keySet());
    }
  }

  private static void requireReported(
      SweepDefinition sweep, String key, String metric, Set<String> reported) {
    if (!reported.contains(metric)) {
      Optional<String> nearest = NearestName.of(metric, reported);
      throw new UserError(
          String.format(
              Locale.ROOT,
              "%s: %s is %s, which the experiment does not report; %s",
              sweep.file(),
              key,
              metric,
              nearest
                  .map(name -> "did you mean " + name + "?")
                  .orElse("it reports " + String.join(", ", reported))));
    }
  }
}
