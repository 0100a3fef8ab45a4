package dev.bottleneck.step.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A plan as lines of text: a row an operation. */
public final class PlanTable {
  private static final List<String> HEAD =
      List.of("from", "operation", "gives", "settings", "parameters");

  private PlanTable() {}

  /** The plan in columns, the head first. */
  public static String of(Plan plan) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    for (Value input : plan.inputs()) {
      rows.add(List.of(input.name(), "", Arrays.toString(input.shape()), "", ""));
    }
    for (Operation operation : plan.operations()) {
      rows.add(row(operation));
    }
    return inColumns(rows);
  }

  private static List<String> row(Operation operation) {
    String shapes =
        operation.outputs().stream()
            .map(output -> Arrays.toString(output.shape()))
            .collect(Collectors.joining(", "));
    String parameters =
        operation.parameters().stream().map(Parameter::toString).collect(Collectors.joining(", "));
    return List.of(owner(operation), name(operation), shapes, operation.settings(), parameters);
  }

  private static String owner(Operation operation) {
    return operation.outputs().isEmpty()
        ? operation.inputs().get(0).name()
        : operation.outputs().get(0).name();
  }

  /** {@code MaxPooling} is max pooling. */
  private static String name(Operation operation) {
    return operation
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  private static String inColumns(List<List<String>> rows) {
    int[] widths = new int[HEAD.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append("  ").append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length()));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
