package dev.bottleneck;

import static dev.bottleneck.BottleneckException.orTold;

import dev.bottleneck.device.Backend;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.sweep.definition.ShippedSweeps;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The door to the workbench: everything that can be run begins here, for the command line as for
 * notebooks and programs.
 *
 * <pre>{@code
 * Run run = Bottleneck.experiment("sparse-kl").set("sparsityWeight", 0.05).seeds(3).train();
 * System.out.println(run.summary());
 * float[][] codes = run.model().encode(examples);
 * }</pre>
 *
 * What goes wrong is told as a {@link BottleneckException}.
 */
public final class Bottleneck {
  static {
    // DL4J would leave a dump of its own in the working directory when memory runs out.
    System.setProperty("org.deeplearning4j.crash.reporting.enabled", "false");
  }

  private Bottleneck() {}

  /** What {@code work} gives, where something can be computed at all. */
  static <T> T computed(Supplier<T> work) {
    return orTold(
        () -> {
          Backend.require(Optional.empty());
          return work.get();
        });
  }

  /** The names of the experiments on the class path, each with its title. */
  public static Map<String, String> experiments() {
    return orTold(
        () -> {
          Map<String, String> titles = new LinkedHashMap<>();
          ShippedConfigurations.all().forEach((name, text) -> titles.put(name, title(name, text)));
          return titles;
        });
  }

  /** One file that is wrong hides no other. */
  static String title(String name, String text) {
    try {
      return ConfigurationFile.parse(name, text).experiment().title();
    } catch (UserError e) {
      return "cannot be read: " + e.getMessage();
    }
  }

  /** The names of the sweeps on the class path, each with what it searches. */
  public static Map<String, String> sweeps() {
    return orTold(ShippedSweeps::descriptions);
  }

  /**
   * A run of an experiment.
   *
   * @param nameOrFile one of {@link #experiments()}, or the path of a YAML file
   */
  public static RunBuilder experiment(String nameOrFile) {
    return RunBuilder.of(nameOrFile);
  }

  /**
   * A run of an experiment of one's own, such as a class of a notebook's cell. It needs no file: on
   * MNIST, with three seeds, unless other keys are set; what it is called follows from its class.
   *
   * <p>Its {@code config.yaml} names the class: where it is not on the class path, such as after
   * the notebook has ended, the run cannot be made again from there.
   */
  public static <H extends Record> RunBuilder experiment(
      Experiment<H> experiment, H hyperparameters) {
    return orTold(
        () -> RunBuilder.of(experiment, ConfigurationFile.of(experiment, hyperparameters)));
  }

  /**
   * A run that was stopped, to be gone on with; or a finished one that was begun with {@link
   * RunBuilder#keepStates}, to be trained further by a larger number of epochs.
   *
   * @param run its folder
   */
  public static RunBuilder resume(Path run) {
    return RunBuilder.goingOn(run, false);
  }

  /**
   * A run that another process of this machine is at work on, to share its networks.
   *
   * @param run its folder
   */
  public static RunBuilder join(Path run) {
    return RunBuilder.goingOn(run, true);
  }

  /**
   * Experiments to be run one after another and held against what their sources published.
   *
   * @param names some of {@link #experiments()}; none for all
   */
  public static ReproductionBuilder reproduction(List<String> names) {
    return new ReproductionBuilder(names);
  }

  /**
   * A search over an experiment's hyper-parameters.
   *
   * @param nameOrFile one of {@link #sweeps()}, or the path of a YAML file
   */
  public static SweepBuilder sweep(String nameOrFile) {
    return new SweepBuilder(nameOrFile);
  }

  /** The runs below {@code results/runs}. */
  public static Runs runs() {
    return runs(RunFolder.DEFAULT_ROOT);
  }

  /** The runs below the folder that {@link RunBuilder#out} was given. */
  public static Runs runs(Path root) {
    return Runs.below(root);
  }

  /**
   * Lays runs beside each other: what differs, what each measured and, where seeds, data and
   * quantity are the same, what follows.
   *
   * @param runs two at the least; the first is what the others are held against
   */
  public static RunComparison compare(Run... runs) {
    return RunComparison.of(Stream.of(runs).map(Run::folder).toList(), Optional.empty());
  }

  /**
   * A run that was made before.
   *
   * @param run its folder
   */
  public static Run open(Path run) {
    return Run.of(run);
  }
}
