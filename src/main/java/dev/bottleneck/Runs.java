package dev.bottleneck;

import static dev.bottleneck.BottleneckException.orTold;

import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.configuration.Configuration.EvaluateOn;
import dev.bottleneck.study.runs.RecordedRun;
import dev.bottleneck.study.runs.RunCatalog;
import dev.bottleneck.study.runs.RunRanking;
import dev.bottleneck.study.runs.RunTables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The runs below a folder, read whenever they are asked for; the newest first. */
public final class Runs {
  private final Path root;
  private final Optional<String> experiment;

  private Runs(Path root, Optional<String> experiment) {
    this.root = root;
    this.experiment = experiment;
  }

  static Runs below(Path root) {
    return new Runs(root, Optional.empty());
  }

  /** Which values of a measure are the better ones. */
  public enum Goal {
    MIN,
    MAX
  }

  /**
   * An arm of a run, and a measure of it over the seeds.
   *
   * @param label what tells the run from the others that are ranked
   * @param seeds on which it has a value
   * @param asked seeds that were asked for
   * @param failed seeds on which it ended without a value
   * @param state of the run, as {@link RunOverview} has it
   */
  public record Place(
      Run run,
      String label,
      String arm,
      int seeds,
      int asked,
      int failed,
      String state,
      RunSummary.Distribution measure) {}

  /**
   * Arms of runs, the best first; those of which seeds failed, or have not ended, come last.
   *
   * @param notes what one must know before any number: a sentence each
   */
  public record Ranking(List<Place> places, List<String> notes, String text) {
    /** The table that the command line prints. */
    @Override
    public String toString() {
      return text;
    }
  }

  /** Those of one experiment, by its configuration's name. */
  public Runs of(String name) {
    return new Runs(root, Optional.of(name));
  }

  private RunCatalog catalog() {
    return RunCatalog.of(root, experiment);
  }

  /**
   * All of them, read once.
   *
   * @param runs those that can be read
   * @param unreadable a line for each that cannot
   */
  public record Listing(List<RunOverview> runs, List<String> unreadable) {}

  /** Those that can be read, and why others cannot. */
  public Listing listing() {
    return orTold(
        () -> {
          RunCatalog catalog = catalog();
          List<Optional<Map<String, String>>> changed = catalog.changed();
          List<RunOverview> all = new ArrayList<>();
          for (RecordedRun run : catalog.runs()) {
            all.add(RunOverview.of(run, changed.get(all.size())));
          }
          return new Listing(List.copyOf(all), catalog.unreadable());
        });
  }

  /** Those that can be read. */
  public List<RunOverview> all() {
    return listing().runs();
  }

  /**
   * A run.
   *
   * @param pathOrId its folder, or the beginning of its id or of the digits at the id's end
   */
  public Run find(String pathOrId) {
    return orTold(() -> Run.of(RecordedRun.requireNoSweep(RunCatalog.find(root, pathOrId))));
  }

  /**
   * Those that were measured on a part of the data, by a measure; runs of quick mode are left out.
   * To rank by test data is to choose by them.
   *
   * @param measure such as {@code crossEntropy}, of which it is known which values are better
   * @param part validation or test
   */
  public Ranking best(String measure, Run.Part part) {
    return best(measure, part, Optional.empty());
  }

  /** The same by a measure of one's own. */
  public Ranking best(String measure, Run.Part part, Goal goal) {
    return best(measure, part, Optional.of(goal == Goal.MIN));
  }

  private Ranking best(String measure, Run.Part part, Optional<Boolean> lower) {
    return orTold(
        () -> {
          if (part == Run.Part.TRAIN) {
            throw new UserError(
                "runs are measured on validation or test data, not on training data");
          }
          RunRanking ranking =
              RunRanking.of(catalog(), measure, EvaluateOn.valueOf(part.name()), lower);
          List<Place> places =
              ranking.rows().stream()
                  .map(
                      row ->
                          new Place(
                              Run.of(row.run().folder()),
                              row.label(),
                              row.arm().key(),
                              row.seeds(),
                              row.asked(),
                              row.failed(),
                              row.run().state(),
                              Found.distribution(row.summary())))
                  .toList();
          return new Ranking(places, ranking.notes(), RunTables.ranking(ranking));
        });
  }

  /** The table that the command line prints. */
  @Override
  public String toString() {
    return orTold(() -> RunTables.list(catalog()));
  }
}
