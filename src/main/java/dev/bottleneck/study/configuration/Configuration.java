package dev.bottleneck.study.configuration;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.bottleneck.data.DataOptions;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.Datasets;
import dev.bottleneck.data.ReadingOptions;
import dev.bottleneck.data.Splits;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * The complete record of one study: running it again gives the same numbers.
 *
 * @param name what the study is called; its runs lie in a folder of that name
 * @param experiment the experiment class
 * @param data a data set's name, or {@code csv:FILE}, {@code npy:FILE}, {@code images:DIR}, {@code
 *     idx:DIR}
 * @param validation which training examples are held out: {@code none}, {@code first:N}, {@code
 *     last:N} or {@code random:N:SEED}
 * @param evaluateOn where the final measures are taken; with {@link EvaluateOn#VALIDATION} the test
 *     part is never read
 * @param seeds how many seeds
 * @param firstSeed the first of them; the others follow by ones. A file may leave it out: it is
 *     then derived from the name, so that nobody chooses it ({@link
 *     dev.bottleneck.runtime.Seeds#first})
 * @param blocks into how many equal blocks the seeds are divided, each judged by itself; 1 where a
 *     file leaves it out
 * @param untilDecided whether seeds are added only until every comparison is settled, {@code seeds}
 *     at the most; not where a file leaves it out
 * @param quick a few batches and examples only: shows that it runs, its numbers mean nothing
 * @param published the source's value of the headline metric, by arm; it stands for the source's
 *     setting and no other
 * @param reading how the user's own data are read; a file may leave it out
 * @param training what the experiment's training is changed by; a file may leave it out
 * @param hyperparameters the experiment's own
 */
@JsonPropertyOrder({
  "name",
  "experiment",
  "data",
  "validation",
  "evaluateOn",
  "seeds",
  "firstSeed",
  "blocks",
  "untilDecided",
  "quick",
  "published",
  "reading",
  "training",
  "hyperparameters"
})
public record Configuration<H extends Record>(
    String name,
    String experiment,
    String data,
    String validation,
    EvaluateOn evaluateOn,
    int seeds,
    long firstSeed,
    int blocks,
    boolean untilDecided,
    boolean quick,
    Map<String, Published> published,
    ReadingOptions reading,
    TrainingOptions training,
    H hyperparameters) {

  /** The part of the data that the final measures are taken on. */
  public enum EvaluateOn {
    TEST,
    VALIDATION;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");

  public Configuration {
    if (!NAME.matcher(name).matches()) {
      throw new UserError(
          "name is %s: use small letters, digits and hyphens, as it names a folder"
              .formatted(name));
    }
    Require.atLeast("seeds", seeds, 1);
    if (firstSeed > Long.MAX_VALUE - seeds) {
      throw new UserError(
          "firstSeed is " + firstSeed + ": there are not " + seeds + " seeds from there on");
    }
    Require.atLeast("blocks", blocks, 1);
    if (seeds % blocks != 0) {
      throw new UserError(
          "blocks is %d: %d seeds cannot be divided into so many equal blocks"
              .formatted(blocks, seeds));
    }
    if (blocks > 1 && untilDecided) {
      throw new UserError(
          "untilDecided is true, and blocks is %d: blocks have a number of seeds fixed beforehand"
              .formatted(blocks));
    }
    if (evaluateOn == EvaluateOn.VALIDATION && "none".equals(validation)) {
      throw new UserError(
          "evaluateOn is VALIDATION but validation is none: name a part, such as last:10000");
    }
    if (training.watchesValidation() && "none".equals(validation)) {
      throw new UserError(
          "%s needs a validation loss, but validation is none: name a part, such as last:10000"
              .formatted(training.patience() > 0 ? "patience" : "keep: best"));
    }
  }

  /** How much of it is carried out. */
  public Extent extent() {
    return quick ? Extent.QUICK : Extent.WHOLE;
  }

  /** The same with paths that hold from any folder. */
  public Configuration<H> withAbsolutePaths() {
    return new Configuration<>(
        name,
        experiment,
        Datasets.absolute(data, Optional.empty()),
        validation,
        evaluateOn,
        seeds,
        firstSeed,
        blocks,
        untilDecided,
        quick,
        published,
        reading.withAbsolutePaths(),
        training.withAbsolutePaths(),
        hyperparameters);
  }

  /**
   * Opens the data, divides and scales them.
   *
   * @throws UserError if they cannot be had or read
   */
  public Splits open(DataOptions options) {
    return Datasets.open(data, options.withReading(reading))
        .split(validation)
        .scaled(reading.scale());
  }

  /** The part of {@code data} that {@link #evaluateOn} names. */
  public Dataset evaluationPart(Splits data) {
    return (evaluateOn == EvaluateOn.TEST ? data.test() : data.validation())
        .orElseThrow(
            () ->
                new UserError(
                    "evaluateOn is %s, but %s has no such part".formatted(evaluateOn, data())));
  }

  /** What the source published for the arm of that key; NaN if it did not. */
  public double published(String arm) {
    Published found = published.get(arm);
    return found == null ? Double.NaN : found.value();
  }

  /** The seeds, in order. */
  public List<Long> seedList() {
    return LongStream.range(firstSeed, firstSeed + seeds).boxed().toList();
  }
}
