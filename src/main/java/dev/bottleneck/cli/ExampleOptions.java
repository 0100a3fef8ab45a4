package dev.bottleneck.cli;

import dev.bottleneck.data.Corpus;
import dev.bottleneck.data.DataDirOption;
import dev.bottleneck.data.DataOptions;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.Datasets;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.TrainedRun;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which examples a command works on. */
final class ExampleOptions {
  /** The examples that were published for training, those for testing, or the default. */
  enum Part {
    train,
    test
  }

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "A data set's name, or idx:DIR, csv:FILE, images:DIR.")
  private String data;

  @Option(
      names = "--part",
      paramLabel = "train|test",
      description =
          "Which part, in its own order (default: test where the data have such a part, else all"
              + " examples).")
  private Part part;

  @Mixin private DataDirOption dataDir;

  DataOptions options() {
    return dataDir.options();
  }

  /** The examples, which the model of {@code run} can take. */
  Dataset open(TrainedRun run) {
    return run.requireFit(open(data, part));
  }

  /** All examples of other data, for the same model. */
  Dataset openAll(String other, TrainedRun run) {
    return run.requireFit(open(other, Part.train));
  }

  private Dataset open(String spec, Part wanted) {
    Corpus corpus = Datasets.open(spec, options());
    if (wanted == Part.test && corpus.publishedTest().isEmpty()) {
      throw new UserError("--part test: " + spec + " has no test part of its own");
    }
    return wanted == Part.train ? corpus.pool() : corpus.publishedTest().orElse(corpus.pool());
  }
}
