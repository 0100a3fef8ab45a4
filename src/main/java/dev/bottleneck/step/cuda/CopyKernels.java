package dev.bottleneck.step.cuda;

import dev.bottleneck.step.cuda.Arena.Place;
import dev.bottleneck.step.graph.Add;
import dev.bottleneck.step.graph.Merge;
import dev.bottleneck.step.graph.Operation;
import dev.bottleneck.step.graph.Repeat;
import dev.bottleneck.step.graph.Reshape;
import dev.bottleneck.step.graph.RowsOfSequence;
import dev.bottleneck.step.graph.SequenceOfRows;
import dev.bottleneck.step.graph.Unary;
import dev.bottleneck.step.graph.Value;
import java.util.List;

/** Operations that put values elsewhere, or side by side, or add them up. */
final class CopyKernels {
  private CopyKernels() {}

  /** Floats from one element to the next, of each of three dimensions. */
  private record Steps(int a, int b, int c) {}

  static void appendReshape(Reshape reshape, Lowering lowering) {
    lowering.put(reshape.output(), lowering.signal(reshape.input()));
  }

  static void appendAdd(Add add, Lowering lowering) {
    List<Signal> terms = signals(add, lowering);
    Signal sum = lowering.newSignal(add.output(), anyWantsGradient(terms));
    int count = add.output().length();
    for (int i = 0; i < terms.size(); i++) {
      append(lowering, terms.get(i).value(), sum.value(), count, i == 0 ? 0 : 1);
    }
    lowering.put(add.output(), sum);
    for (Signal term : terms) {
      if (sum.wantsGradient() && term.wantsGradient()) {
        lowering.onTheWayBack(() -> append(lowering, sum.gradient(), term.gradient(), count));
      }
    }
  }

  static void appendMerge(Merge merge, Lowering lowering) {
    List<Signal> parts = signals(merge, lowering);
    Signal whole = lowering.newSignal(merge.output(), anyWantsGradient(parts));
    lowering.put(merge.output(), whole);
    int batch = merge.output().size(0);
    int row = merge.output().length() / batch;
    int before = 0;
    for (int i = 0; i < parts.size(); i++) {
      Signal part = parts.get(i);
      int length = merge.inputs().get(i).length() / batch;
      int at = before;
      Steps ofPart = new Steps(length, 0, 1);
      Steps ofWhole = new Steps(row, 0, 1);
      int[] shape = {batch, 1, length};
      append(lowering, part.value(), ofPart, whole.value().plus(at), ofWhole, shape, 0);
      if (whole.wantsGradient() && part.wantsGradient()) {
        lowering.onTheWayBack(
            () ->
                append(
                    lowering,
                    whole.gradient().plus(at),
                    ofWhole,
                    part.gradient(),
                    ofPart,
                    shape,
                    lowering.adds(part.gradient())));
      }
      before += length;
    }
  }

  static void appendRepeat(Repeat repeat, Lowering lowering) {
    Value sequence = repeat.output();
    int batch = sequence.size(0);
    int times = sequence.size(1);
    int units = sequence.size(2);
    Signal once = lowering.signal(repeat.input());
    Signal repeated = lowering.newSignal(sequence, once.wantsGradient());
    append(
        lowering,
        once.value(),
        new Steps(units, 0, 1),
        repeated.value(),
        new Steps(times * units, units, 1),
        new int[] {batch, times, units},
        0);
    lowering.put(sequence, repeated);
    if (repeated.wantsGradient()) {
      lowering.onTheWayBack(
          () ->
              lowering.each(
                  "sum_middle",
                  (long) batch * units,
                  lowering.values(),
                  repeated.gradient(),
                  once.gradient(),
                  batch,
                  times,
                  units,
                  lowering.adds(once.gradient())));
    }
  }

  static void appendRows(RowsOfSequence rows, Lowering lowering) {
    Value sequence = rows.input();
    appendSwap(rows, lowering, sequence.size(0), sequence.size(1), sequence.size(2));
  }

  static void appendSequence(SequenceOfRows sequence, Lowering lowering) {
    Value result = sequence.output();
    appendSwap(sequence, lowering, result.size(1), result.size(0), result.size(2));
  }

  /** {@code [outer, inner, n]} → {@code [inner, outer, n]}. */
  private static void appendSwap(
      Unary operation, Lowering lowering, int outer, int inner, int units) {
    Signal input = lowering.signal(operation.input());
    Signal output = lowering.newSignal(operation.output(), input.wantsGradient());
    lowering.put(operation.output(), output);
    Steps ofInput = new Steps(inner * units, units, 1);
    Steps ofOutput = new Steps(units, outer * units, 1);
    int[] shape = {outer, inner, units};
    append(lowering, input.value(), ofInput, output.value(), ofOutput, shape, 0);
    if (output.wantsGradient()) {
      lowering.onTheWayBack(
          () ->
              append(
                  lowering,
                  output.gradient(),
                  ofOutput,
                  input.gradient(),
                  ofInput,
                  shape,
                  lowering.adds(input.gradient())));
    }
  }

  private static List<Signal> signals(Operation operation, Lowering lowering) {
    return operation.inputs().stream().map(lowering::signal).toList();
  }

  private static boolean anyWantsGradient(List<Signal> signals) {
    return signals.stream().anyMatch(Signal::wantsGradient);
  }

  /** Adds to a gradient, or writes it where nobody has yet. */
  static void append(Lowering lowering, Place from, Place gradient, int count) {
    append(lowering, from, gradient, count, lowering.adds(gradient));
  }

  private static void append(Lowering lowering, Place from, Place to, int count, int adds) {
    Steps steps = new Steps(0, 0, 1);
    append(lowering, from, steps, to, steps, new int[] {1, 1, count}, adds);
  }

  /** Rows of so many floats from one place to another. */
  static void appendRowsOf(
      Lowering lowering, Place from, int fromRow, Place to, int toRow, int rows, int length) {
    append(
        lowering,
        from,
        new Steps(fromRow, 0, 1),
        to,
        new Steps(toRow, 0, 1),
        new int[] {rows, 1, length},
        0);
  }

  private static void append(
      Lowering lowering, Place from, Steps ofFrom, Place to, Steps ofTo, int[] shape, int adds) {
    lowering.each(
        "copy",
        (long) shape[0] * shape[1] * shape[2],
        lowering.values(),
        from,
        ofFrom.a(),
        ofFrom.b(),
        ofFrom.c(),
        to,
        ofTo.a(),
        ofTo.b(),
        ofTo.c(),
        shape[0],
        shape[1],
        shape[2],
        adds);
  }
}
