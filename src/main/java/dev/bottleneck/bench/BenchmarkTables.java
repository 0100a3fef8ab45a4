package dev.bottleneck.bench;

import dev.bottleneck.report.Numbers;
import dev.bottleneck.report.Table;
import java.util.List;
import java.util.Optional;

/** The benchmark's tables, for the terminal and the page. */
final class BenchmarkTables {
  private static final String REFUSED = "refused";

  private BenchmarkTables() {}

  /** Every contender's step, the ratios last. */
  static Table steps(List<Measurement> measurements) {
    Table.Builder table =
        Table.titled("One training step")
            .text("net")
            .number("batch")
            .number("threads")
            .number("PyTorch, ms")
            .number("DL4J, ms")
            .number("compiled, ms")
            .number("compiled, images/s")
            .number("DL4J / compiled")
            .number("PyTorch / compiled");
    for (Measurement m : measurements) {
      table.row(
          m.what().net().toString(),
          Integer.toString(m.what().batch()),
          Integer.toString(m.what().threads()),
          text(m.milliseconds(PyTorch.NAME)),
          text(m.milliseconds(Measurement.DL4J)),
          m.refusal().isPresent() ? REFUSED : text(m.milliseconds(Measurement.COMPILED)),
          m.imagesPerSecond().map("%,.0f"::formatted).orElse(Numbers.ABSENT),
          text(m.ratio(Measurement.DL4J)),
          text(m.ratio(PyTorch.NAME)));
      m.refusal()
          .ifPresent(
              why -> table.note("%s: the compiled step refuses: %s".formatted(m.what(), why)));
    }
    return table.build();
  }

  /** The compiled step with products in bf16, of the nets that have it. */
  static Optional<Table> rounded(List<Measurement> measurements) {
    List<Measurement> some =
        measurements.stream().filter(m -> m.milliseconds(Measurement.ROUNDED).isPresent()).toList();
    Table.Builder table =
        Table.titled("The compiled step with products in bf16 (--precision bf16)")
            .text("net")
            .number("batch")
            .number("threads")
            .number("bf16, ms")
            .number("f32 / bf16")
            .number("PyTorch in f32 / bf16");
    for (Measurement m : some) {
      table.row(
          m.what().net().toString(),
          Integer.toString(m.what().batch()),
          Integer.toString(m.what().threads()),
          text(m.milliseconds(Measurement.ROUNDED)),
          text(m.ratio(Measurement.COMPILED, Measurement.ROUNDED)),
          text(m.ratio(PyTorch.NAME, Measurement.ROUNDED)));
    }
    return some.isEmpty() ? Optional.empty() : Optional.of(table.build());
  }

  /** The compiled step against what the machine can do, and what its plan takes to compile. */
  static Table machine(List<Measurement> measurements) {
    Table.Builder table =
        Table.titled("The compiled step against the machine")
            .text("net")
            .number("batch")
            .number("threads")
            .number("plan compiled in, ms")
            .number("step, GFLOP")
            .number("step, GFLOP/s")
            .number("large product, GFLOP/s")
            .number("share, %");
    for (Measurement m : measurements) {
      if (m.refusal().isEmpty()) {
        table.row(
            m.what().net().toString(),
            Integer.toString(m.what().batch()),
            Integer.toString(m.what().threads()),
            Numbers.fixed(m.planMilliseconds(), 0),
            m.what().net().operations(m.what().batch()).stream()
                .mapToObj(operations -> Numbers.fixed(operations / 1e9, 3))
                .findFirst()
                .orElse(Numbers.ABSENT),
            speed(m.stepSpeed()),
            speed(m.roofSpeed()),
            text(m.percentOfRoof()));
      }
    }
    return table.build();
  }

  private static String text(Optional<Quartiles> quartiles) {
    return quartiles.map(Quartiles::text).orElse(Numbers.ABSENT);
  }

  private static String speed(Optional<Double> gigaflops) {
    return Numbers.fixed(gigaflops.orElse(Double.NaN), 0);
  }
}
