package dev.bottleneck;

import static dev.bottleneck.BottleneckException.orTold;

import dev.bottleneck.device.Backend;
import dev.bottleneck.step.EngineChoice;
import dev.bottleneck.study.RunOptions;
import dev.bottleneck.study.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * What experiments are asked for beside what their configurations say, and how they are carried
 * out. Every method changes the builder and returns it; what cannot be right is told as a {@link
 * BottleneckException}.
 */
public abstract sealed class StudyBuilder<B extends StudyBuilder<B>> extends JobsBuilder<B>
    permits RunBuilder, ReproductionBuilder {
  static final String ENGINE = "engine";

  private Settings settings = Settings.NONE;
  private RunOptions options = RunOptions.defaults();

  StudyBuilder() {}

  Settings settings() {
    return settings;
  }

  RunOptions options() {
    return options.withJobs(jobs());
  }

  /** Those of a run that begins: the backend has its engine, unless another is asked for. */
  Settings onBackend(Settings its) {
    return Backend.trainsByKernels() && !its.assigns(ENGINE)
        ? its.withText(ENGINE, EngineChoice.CUDA.toString())
        : its;
  }

  private B setting(UnaryOperator<Settings> change) {
    settings = orTold(() -> change.apply(settings));
    return self();
  }

  private B option(UnaryOperator<RunOptions> change) {
    options = orTold(() -> change.apply(options));
    return self();
  }

  /**
   * Sets a hyper-parameter or another key of the configuration.
   *
   * @param value a number, a text, true or false, or an array or list of these
   */
  public B set(String key, Object value) {
    return setting(its -> its.with(Text.assignment(key, value)));
  }

  /** The same as {@code --set} takes it: {@code key=value}, the value as YAML. */
  public B set(String assignment) {
    return setting(its -> its.with(assignment));
  }

  /** Starts from the weights of a run's folder or a model's {@code .zip}. */
  public B from(Path model) {
    return setting(its -> its.withText("from", model.toString()));
  }

  /**
   * What trains and runs the networks: {@code auto}, {@code compiled}, {@code cuda} or {@code
   * dl4j}.
   */
  public B engine(String name) {
    return setting(its -> its.withText(ENGINE, name));
  }

  /**
   * What the compiled engine multiplies in while training: {@code f32}, or {@code bf16}, which is
   * faster, less exact, and no published setting.
   */
  public B precision(String name) {
    return setting(its -> its.withText("precision", name));
  }

  /** Takes {@code other} in place of the data set {@code name}, and leaves any other alone. */
  public B replaceData(String name, String other) {
    return setting(its -> its.withReplacement(name, other));
  }

  /** How many seeds each arm is trained on. */
  public B seeds(int count) {
    return setting(its -> its.withSeeds(count));
  }

  /**
   * Adds seeds until every comparison is settled by a confidence sequence, which holds at every
   * look; {@link #seeds} is then the most.
   */
  public B untilDecided() {
    return setting(Settings::untilItIsDecided);
  }

  /** A few batches and two seeds: shows that it runs; its numbers mean nothing. */
  public B quick() {
    return setting(Settings::quickly);
  }

  /**
   * Runs so many disjoint blocks of the seeds, each judged by itself: is it the same verdict?
   *
   * @param count 2 at the least
   */
  public B inBlocks(int count) {
    return setting(its -> its.inBlocks(count));
  }

  /** Where runs get their folders; otherwise {@code results/runs}. */
  public B out(Path folder) {
    return option(its -> its.withOut(folder));
  }

  /** Compute threads of one network; on more than one the last bits depend on chance. */
  public B threads(int count) {
    return option(its -> its.withThreads(count));
  }

  /**
   * Networks trained side by side, spread evenly over the GPUs with CUDA; otherwise as many as
   * there are cores, or GPUs. Changes no number.
   */
  public B parallel(int count) {
    return option(its -> its.withParallel(count));
  }

  /** Writes what is measured, as it is measured, into a folder that TensorBoard is given. */
  public B tensorBoard(Path folder) {
    return option(its -> its.withTensorBoard(folder));
  }

  /**
   * Tells a tracking server of MLflow's what is measured, as it is measured.
   *
   * @param server its address; who one is it asks as MLflow's own clients are asked, by {@code
   *     MLFLOW_TRACKING_USERNAME} and {@code MLFLOW_TRACKING_PASSWORD}, or {@code
   *     MLFLOW_TRACKING_TOKEN}
   */
  public B mlflow(URI server) {
    return option(its -> its.withMlflow(server));
  }
}
