package dev.bottleneck;

import static dev.bottleneck.Bottleneck.computed;
import static dev.bottleneck.BottleneckException.orTold;

import dev.bottleneck.cluster.KubernetesJob;
import dev.bottleneck.cluster.SlurmScript;
import dev.bottleneck.cluster.SparkCluster;
import dev.bottleneck.cluster.SparkOptions;
import dev.bottleneck.device.Backend;
import dev.bottleneck.step.EngineChoice;
import dev.bottleneck.study.Settings;
import dev.bottleneck.sweep.SweepOptions;
import dev.bottleneck.sweep.SweepOptions.Entry;
import dev.bottleneck.sweep.SweepRun;
import dev.bottleneck.sweep.definition.ShippedSweeps;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.work.Workforce;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A sweep as it is to be. Every method changes the builder and returns it; what cannot be right is
 * told as a {@link BottleneckException}.
 */
public final class SweepBuilder extends JobsBuilder<SweepBuilder> {
  private final String nameOrFile;
  private SweepOptions options = SweepOptions.defaults();
  private Optional<SparkOptions> spark = Optional.empty();

  SweepBuilder(String nameOrFile) {
    this.nameOrFile = nameOrFile;
  }

  @Override
  SweepBuilder self() {
    return this;
  }

  /** Workers are told by whoever placed them; for the others the backend has its engine. */
  SweepOptions options() {
    List<String> assignments = new ArrayList<>(options.assignments());
    if (Backend.trainsByKernels()
        && options.entry() != Entry.WORK
        && !Settings.assigns(assignments, StudyBuilder.ENGINE)) {
      assignments.add(StudyBuilder.ENGINE + "=" + EngineChoice.CUDA);
    }
    return options.withAssignments(assignments).withJobs(jobs());
  }

  private SweepBuilder option(UnaryOperator<SweepOptions> change) {
    options = orTold(() -> change.apply(options));
    return this;
  }

  /** Sets a key of the experiment that is not searched; {@code value} as in a run. */
  public SweepBuilder set(String key, Object value) {
    return set(orTold(() -> Text.assignment(key, value)));
  }

  /** The same as {@code --set} takes it: {@code key=value}, the value as YAML. */
  public SweepBuilder set(String assignment) {
    List<String> more = new ArrayList<>(options.assignments());
    more.add(assignment);
    return option(its -> its.withAssignments(more));
  }

  /** How many settings are tried in all; otherwise the file's budget. */
  public SweepBuilder trials(int count) {
    return option(its -> its.withTrials(count));
  }

  /** Trials trained side by side; otherwise as many as there are cores, or GPUs with CUDA. */
  public SweepBuilder workers(int count) {
    return option(its -> its.withWorkers(count));
  }

  /** Where the sweep's folder lies; otherwise {@code results/sweeps}. */
  public SweepBuilder out(Path folder) {
    return option(its -> its.withOut(folder));
  }

  /**
   * Keeps the trials in a PostgreSQL database, for processes of any machine; otherwise in a file in
   * the sweep's folder.
   *
   * @param url as JDBC takes it, such as {@code jdbc:postgresql://host/database}; the password
   *     comes from {@code PGPASSWORD} or the file {@code PGPASSFILE}
   */
  public SweepBuilder store(String url) {
    return option(its -> its.withStore(url));
  }

  /** Goes on with a sweep that was stopped. */
  public SweepBuilder resume() {
    return option(its -> its.entering(Entry.RESUME, its.retryFailed()));
  }

  /**
   * Works on the sweep together with other processes, of this machine or, with {@link #store}, of
   * any; the first begins it.
   */
  public SweepBuilder join() {
    return option(its -> its.entering(Entry.JOIN, its.retryFailed()));
  }

  /** The same, and leaves the sweep's report and its other files to the others. */
  public SweepBuilder worker() {
    return option(its -> its.entering(Entry.WORK, its.retryFailed()));
  }

  /**
   * Has Spark place the sweep's workers, as many as {@link #workers} says, in place of this
   * process, which begins the sweep, follows it in its {@link #store} and writes its files.
   *
   * @param master a cluster's address, such as {@code spark://host:7077}
   * @param settings further ones of Spark's, {@code key=value}
   */
  public SweepBuilder spark(String master, String... settings) {
    spark = orTold(() -> Optional.of(new SparkOptions(master, List.of(settings))));
    return this;
  }

  /** Tries failed trials again; after {@link #resume}, {@link #join} or {@link #worker}. */
  public SweepBuilder retryFailed() {
    return option(its -> its.entering(its.entry(), true));
  }

  /**
   * Searches until the budget is spent, and measures the winner on test data.
   *
   * @throws BottleneckException if it cannot begin, was stopped, or something of it has no result;
   *     what had ended is in the folder
   */
  public Sweep run() {
    return computed(
        () -> {
          Optional<Workforce> elsewhere =
              spark.map(its -> new SparkCluster(nameOrFile, options(), its));
          SweepRun run = new SweepRun(nameOrFile, options(), out(), elsewhere);
          run.run();
          return Sweep.of(run.folder(), run.place());
        });
  }

  /**
   * What Slurm's {@code sbatch} takes to place the sweep's workers, as many as {@link #workers}
   * says, on machines that see this folder.
   *
   * @throws BottleneckException if the sweep is wrong, or has no {@link #store}
   */
  public String slurmScript() {
    return computed(() -> SlurmScript.of(nameOrFile, definition(), options()));
  }

  /**
   * What {@code kubectl apply} takes to place the sweep's workers, as many as {@link #workers}
   * says.
   *
   * @throws BottleneckException if the sweep is wrong, or has no {@link #store}
   */
  public String kubernetesJob() {
    return computed(() -> KubernetesJob.of(nameOrFile, definition(), options()));
  }

  private SweepDefinition definition() {
    return ShippedSweeps.open(nameOrFile, options.assignments());
  }
}
