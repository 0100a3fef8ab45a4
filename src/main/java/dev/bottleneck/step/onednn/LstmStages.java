package dev.bottleneck.step.onednn;

import dev.bottleneck.step.graph.Lstm;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.onednn.primitive.Signal;
import dev.bottleneck.step.onednn.primitive.StageBuilder;

/**
 * The LSTM: a {@link LinearStage} product of all times at once, {@code [time × batch, 4 n]}, and an
 * {@link LstmRecurrenceStage} over it.
 */
final class LstmStages {
  private LstmStages() {}

  static void append(Lstm lstm, Lowering lowering) throws NotCompilable {
    StageBuilder builder = lowering.builder();
    Signal input = lowering.signal(lstm.input());
    boolean repeated = Sequences.isRepeated(input);
    int units = lstm.output().size(lstm.output().rank() - 1);
    Signal projected =
        LinearStage.appendInPlace(
            builder,
            repeated ? Sequences.onceOf(builder, input) : Sequences.rows(builder, input),
            4 * units,
            lowering.parameter(lstm.inputWeights()),
            lowering.parameter(lstm.bias()));
    LstmRecurrenceStage recurrence =
        new LstmRecurrenceStage(
            builder,
            projected,
            repeated,
            lstm.input().size(1),
            lstm.lastOnly(),
            lowering.parameter(lstm.recurrentWeights()));
    builder.add(recurrence);
    lowering.put(lstm.output(), recurrence.output());
  }
}
