package dev.bottleneck.cli;

import dev.bottleneck.data.Corpus;
import dev.bottleneck.data.DataOptions;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.Datasets;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.models.RunData;
import dev.bottleneck.study.models.TrainedRun;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which examples a command works on. */
final class ExampleOptions {
  /** Of the run's own data as it divided them, of others as they were published. */
  enum Part {
    train,
    validation,
    test,
    all
  }

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "A data set's name, or csv:FILE, npy:FILE, images:DIR, idx:DIR.")
  private String data;

  @Option(
      names = "--part",
      paramLabel = "train|validation|test|all",
      description =
          "Which part, in its own order: of the run's own data as the run divided them, of others as"
              + " they were published; all leaves out a test part that was published (default: test"
              + " where one was published, else all).")
  private Part part;

  @Mixin private DataDirOption dataDir;

  /** The examples, which the model of {@code run} can take. */
  Dataset open(TrainedRun run) {
    Optional<RunData> own = run.data().filter(its -> its.are(data));
    if (own.isPresent() && part != null && part != Part.all) {
      return run.requireFit(
          own.get().part(RunData.Part.valueOf(part.name().toUpperCase(Locale.ROOT)), options()));
    }
    return run.requireFit(published(run));
  }

  private Dataset published(TrainedRun run) {
    Corpus corpus = corpus(data, run);
    if (part == Part.validation) {
      throw new UserError(
          "--part validation: " + data + " was not divided by the run that trained the model");
    }
    if (part == Part.test && corpus.publishedTest().isEmpty()) {
      throw new UserError("--part test: " + data + " has no test part of its own");
    }
    return part == Part.train || part == Part.all
        ? corpus.pool()
        : corpus.publishedTest().orElse(corpus.pool());
  }

  /** All examples of other data, for the same model. */
  Dataset openAll(String other, TrainedRun run) {
    return run.requireFit(corpus(other, run).pool());
  }

  /**
   * The examples that the run held out.
   *
   * @throws UserError naming {@code instead}, the option that does without
   */
  Dataset openValidation(TrainedRun run, String instead) {
    try {
      return run.data()
          .orElseThrow(
              () -> new UserError("the model has no run around it that says what it held out"))
          .part(RunData.Part.VALIDATION, options());
    } catch (UserError e) {
      throw new UserError(e.getMessage() + ": " + instead, e);
    }
  }

  private Corpus corpus(String spec, TrainedRun run) {
    return Datasets.open(
        spec, run.data().map(its -> its.reading(spec, options())).orElseGet(this::options));
  }

  private DataOptions options() {
    return dataDir.options();
  }
}
