package dev.bottleneck.training;

import dev.bottleneck.runtime.NearestName;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/**
 * How the learning rate changes from one epoch to the next; within an epoch it stays.
 *
 * <p>In epoch e, from 0, of E planned ones the rate η of the network becomes
 *
 * <ul>
 *   <li>{@code constant}: η;
 *   <li>{@code exponential:FACTOR}: η · FACTOR^e;
 *   <li>{@code step:FACTOR:EPOCHS}: η · FACTOR^⌊e / EPOCHS⌋;
 *   <li>{@code linear} and {@code cosine}: see {@link AnnealedRate}.
 * </ul>
 *
 * @param factor 1 where the form has none
 * @param every epochs between two steps; 1 where the form has none
 */
public record LearningRateSchedule(Form form, double factor, int every) {
  /** The kinds of schedule. */
  public enum Form {
    CONSTANT("constant"),
    EXPONENTIAL("exponential:FACTOR"),
    STEP("step:FACTOR:EPOCHS"),
    LINEAR("linear"),
    COSINE("cosine");

    private final String usage;

    Form(String usage) {
      this.usage = usage;
    }

    private String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public LearningRateSchedule {
    // A schedule lets the rate fall: 9 for 0.9 would be noticed late.
    if (!(factor > 0 && factor <= 1)) {
      throw new UserError(
          "the factor of schedule is " + factor + ": it must be above 0 and at most 1");
    }
    Require.atLeast("the number of epochs of schedule", every, 1);
  }

  /**
   * Reads a schedule as its {@link #toString()} writes it.
   *
   * @throws UserError saying what would be right
   */
  public static LearningRateSchedule parse(String text) {
    List<String> parts = List.of(text.strip().split(":", -1));
    Form form =
        Arrays.stream(Form.values())
            .filter(f -> f.key().equals(parts.get(0)))
            .findFirst()
            .orElseThrow(() -> unknown(text, parts.get(0)));
    if (parts.size() != form.usage.split(":").length) {
      throw malformed(text, form, null);
    }
    try {
      double factor = parts.size() > 1 ? Double.parseDouble(parts.get(1)) : 1;
      int every = parts.size() > 2 ? Integer.parseInt(parts.get(2)) : 1;
      return new LearningRateSchedule(form, factor, every);
    } catch (NumberFormatException e) {
      throw malformed(text, form, e);
    }
  }

  private static UserError unknown(String text, String name) {
    String usages =
        Arrays.stream(Form.values()).map(f -> f.usage).collect(Collectors.joining(", "));
    return new UserError(
        "schedule is %s: %s"
            .formatted(
                text,
                NearestName.of(name, Arrays.stream(Form.values()).map(Form::key).toList())
                    .map(nearest -> "did you mean " + nearest + "?")
                    .orElse("expected one of " + usages)));
  }

  private static UserError malformed(String text, Form form, NumberFormatException cause) {
    return new UserError("schedule is %s: expected %s".formatted(text, form.usage), cause);
  }

  /**
   * Lets every layer of a network that is still to be made follow this schedule, each from its own
   * rate, for {@code epochs} planned epochs.
   *
   * <p>Before the network is made, because DL4J's {@code setLearningRate} of a finished network
   * passes over a layer's bias updater and over updaters without a rate.
   *
   * @throws UserError if an updater has no learning rate
   */
  public void applyTo(NetworkDefinition network, int epochs) {
    if (form == Form.CONSTANT) {
      return;
    }
    for (Layer each : network.layers()) {
      if (each instanceof BaseLayer layer) {
        layer.setIUpdater(scheduled(layer.getIUpdater(), epochs));
        if (layer.getBiasUpdater() != null) {
          layer.setBiasUpdater(scheduled(layer.getBiasUpdater(), epochs));
        }
      }
    }
  }

  /** A copy: layers may share an updater, and its own rate is read once. */
  private IUpdater scheduled(IUpdater updater, int epochs) {
    if (!updater.hasLearningRate()) {
      throw new UserError(
          "schedule is %s, but the updater %s has no learning rate: set schedule=constant"
              .formatted(this, updater.getClass().getSimpleName()));
    }
    IUpdater copy = updater.clone();
    copy.setLrAndSchedule(Double.NaN, from(updater.getLearningRate(0, 0), epochs));
    return copy;
  }

  private ISchedule from(double rate, int epochs) {
    return switch (form) {
      case CONSTANT -> throw new IllegalStateException("a constant rate has no schedule");
      case EXPONENTIAL -> new ExponentialSchedule(ScheduleType.EPOCH, rate, factor);
      case STEP -> new StepSchedule(ScheduleType.EPOCH, rate, factor, every);
      case LINEAR -> new AnnealedRate(AnnealedRate.Shape.LINEAR, rate, epochs);
      case COSINE -> new AnnealedRate(AnnealedRate.Shape.COSINE, rate, epochs);
    };
  }

  /** Whether a training of more epochs has other rates from its first epoch on. */
  public boolean dependsOnAllEpochs() {
    return form == Form.LINEAR || form == Form.COSINE;
  }

  /** The text that parses to this. */
  @Override
  public String toString() {
    return switch (form) {
      case EXPONENTIAL -> form.key() + ":" + factor;
      case STEP -> form.key() + ":" + factor + ":" + every;
      default -> form.key();
    };
  }
}
