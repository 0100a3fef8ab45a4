package dev.bottleneck;

import static dev.bottleneck.BottleneckException.orTold;

import dev.bottleneck.jobs.StorePlace;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.SweepOverview;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A sweep that was carried out, read from its folder and its store. */
public final class Sweep {
  private final Path folder;
  private final StorePlace place;

  private Sweep(Path folder, StorePlace place) {
    this.folder = folder;
    this.place = place;
  }

  static Sweep of(Path folder) {
    return of(folder, TrialStore.in(folder));
  }

  static Sweep of(Path folder, StorePlace place) {
    return new Sweep(folder.toAbsolutePath().normalize(), place);
  }

  /**
   * A setting that was tried.
   *
   * @param number from 0
   * @param state such as {@code complete}, {@code pruned} or {@code failed}
   * @param value the mean of the objective's measure over the seeds; NaN unless it is complete
   * @param parameters what was searched, each by its name
   * @param measures each measure's values, one a seed
   */
  public record Trial(
      int number,
      String state,
      double value,
      Map<String, String> parameters,
      Map<String, List<Double>> measures) {
    private static Trial of(dev.bottleneck.sweep.trial.Trial trial) {
      return new Trial(
          trial.number(),
          trial.state().toString(),
          trial.value().orElse(Double.NaN),
          trial.parameters(),
          trial.measures());
    }
  }

  /** Where its files are. */
  public Path folder() {
    return folder;
  }

  /** The page with its history and pictures. */
  public Path report() {
    return folder.resolve("report.html");
  }

  /** The winner as a configuration: {@link Bottleneck#experiment} takes its path. */
  public Path bestConfiguration() {
    return folder.resolve("best.yaml");
  }

  /** All that were tried, in their order; judged on validation data. */
  public List<Trial> trials() {
    return orTold(() -> SweepOverview.trials(place, Stage.SEARCH).stream().map(Trial::of).toList());
  }

  /** The best of them, or the one that won the race of the best. */
  public Trial best() {
    return orTold(
        () ->
            SweepOverview.winner(place)
                .map(Trial::of)
                .orElseThrow(() -> new UserError(folder + ": no trial is complete")));
  }

  /** The winner on test data, a trial for each seed; none if the sweep leaves the test part be. */
  public List<Trial> finalTrials() {
    return orTold(() -> SweepOverview.trials(place, Stage.FINAL).stream().map(Trial::of).toList());
  }

  /** The names of its pictures. */
  public List<String> figures() {
    return orTold(() -> new FigureFiles(folder).names());
  }

  /**
   * One of its pictures.
   *
   * @param name one of {@link #figures()}
   */
  public BufferedImage figure(String name) {
    return orTold(() -> new FigureFiles(folder).read(name));
  }

  /** How far it is: what the command line's {@code sweep status} prints. */
  @Override
  public String toString() {
    return orTold(() -> SweepOverview.of(place));
  }
}
