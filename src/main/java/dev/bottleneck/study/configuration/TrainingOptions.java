package dev.bottleneck.study.configuration;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.step.EngineChoice;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.study.experiment.WarmStart;
import dev.bottleneck.training.Keep;
import dev.bottleneck.training.LearningRateSchedule;
import dev.bottleneck.training.TrainingPlan;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a network is trained beyond its own hyper-parameters: the section {@code training} of a
 * configuration.
 *
 * <p>Epochs are chosen by the validation loss, never by the test part. Where the final measures are
 * taken on the validation part as well, the epoch was chosen on the very data that are measured,
 * and the loss is biased low; the report says so.
 *
 * @param patience training ends after so many epochs without a lower validation loss; 0: never
 *     before its time
 * @param keep the epoch whose parameters are kept
 * @param schedule of the learning rate, in the words of {@link LearningRateSchedule}
 * @param from {@code none}, or the folder of a run or a model's {@code .zip}, whose parameters are
 *     the initial ones; see {@link WarmStart}
 * @param loss what the output is held against the input by: the variant's own, or for real values
 *     {@code squared-error} of a linear output
 * @param engine what takes the steps; it changes no more than the last digits
 * @param precision of the compiled engine's products while training
 */
@JsonPropertyOrder({"patience", "keep", "schedule", "from", "loss", "engine", "precision"})
public record TrainingOptions(
    int patience,
    Keep keep,
    String schedule,
    String from,
    OutputLoss loss,
    EngineChoice engine,
    Precision precision) {
  private static final String NOTHING = "none";

  /** All epochs at one rate from random weights. */
  public static final TrainingOptions DEFAULTS =
      new TrainingOptions(
          0, Keep.LAST, "constant", NOTHING, OutputLoss.OWN, EngineChoice.AUTO, Precision.F32);

  /** The names of the options. */
  public static final List<String> KEYS =
      Arrays.stream(TrainingOptions.class.getRecordComponents())
          .map(RecordComponent::getName)
          .toList();

  public TrainingOptions {
    Require.atLeast("patience", patience, 0);
    LearningRateSchedule.parse(schedule);
    Require.path("from", from);
  }

  /** The plan for a training of {@code epochs} epochs at the most. */
  public TrainingPlan plan(int epochs) {
    return new TrainingPlan(epochs, patience, keep);
  }

  /** Whether the epoch that training ends with is chosen by the validation loss. */
  public boolean watchesValidation() {
    return plan(1).watchesValidation();
  }

  public LearningRateSchedule learningRateSchedule() {
    return LearningRateSchedule.parse(schedule);
  }

  /** Where the initial parameters come from; empty for random ones. */
  public Optional<String> source() {
    return Optional.of(from).filter(path -> !path.equals(NOTHING));
  }

  /** The same with paths that hold from any folder. */
  TrainingOptions withAbsolutePaths() {
    return source().isEmpty()
        ? this
        : new TrainingOptions(
            patience,
            keep,
            schedule,
            Path.of(from).toAbsolutePath().normalize().toString(),
            loss,
            engine,
            precision);
  }

  /** The options that are not at their defaults, in order. */
  public List<String> changed() {
    return Arrays.stream(TrainingOptions.class.getRecordComponents())
        .filter(option -> !Objects.equals(value(option, this), value(option, DEFAULTS)))
        .map(RecordComponent::getName)
        .toList();
  }

  private static Object value(RecordComponent option, TrainingOptions options) {
    try {
      return option.getAccessor().invoke(options);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record whose component cannot be read", e);
    }
  }
}
