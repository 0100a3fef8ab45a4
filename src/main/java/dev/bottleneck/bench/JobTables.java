package dev.bottleneck.bench;

import dev.bottleneck.report.Numbers;
import dev.bottleneck.report.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The tables of whole jobs, for the terminal and the page. */
final class JobTables {
  private JobTables() {}

  static Table jobs(List<JobMeasurement> measurements, int epochs) {
    Table.Builder table =
        Table.titled("Whole jobs")
            .text("job")
            .number("batch")
            .number("PyTorch, s")
            .number("Bottleneck, s")
            .number("PyTorch / Bottleneck")
            .number("the same, processor's seconds")
            .number("PyTorch reached")
            .number("Bottleneck reached");
    for (JobMeasurement m : measurements) {
      table.row(
          m.what().describe(epochs),
          Integer.toString(m.what().batch()),
          text(m.peerSeconds()),
          m.seconds().text(),
          text(m.ratio()),
          text(m.processorRatio()),
          reached(m.peer()),
          reached(m.ours()));
    }
    return table.build();
  }

  private static String text(Optional<Quartiles> quartiles) {
    return quartiles.map(Quartiles::text).orElse(Numbers.ABSENT);
  }

  private static String reached(List<JobTimes> times) {
    return times.isEmpty()
        ? Numbers.ABSENT
        : Numbers.fixed(
            Quartiles.of(times.stream().mapToDouble(JobTimes::reached).toArray()).median(), 4);
  }

  /** Where our seconds went. */
  static Optional<Table> ours(List<JobMeasurement> measurements, int epochs) {
    return parts("Where Bottleneck's seconds went", measurements, epochs, JobMeasurement::ours);
  }

  /** Where the peer's went. */
  static Optional<Table> peer(List<JobMeasurement> measurements, int epochs) {
    return parts("Where PyTorch's seconds went", measurements, epochs, JobMeasurement::peer);
  }

  private static Optional<Table> parts(
      String title,
      List<JobMeasurement> measurements,
      int epochs,
      Function<JobMeasurement, List<JobTimes>> side) {
    List<JobMeasurement> some =
        measurements.stream().filter(m -> !side.apply(m).isEmpty()).toList();
    List<String> parts =
        some.stream()
            .flatMap(m -> side.apply(m).stream())
            .flatMap(times -> times.parts().keySet().stream())
            .distinct()
            .toList();
    if (some.isEmpty()) {
      return Optional.empty();
    }
    Table.Builder table = Table.titled(title).text("job").number("batch");
    parts.forEach(table::number);
    for (JobMeasurement m : some) {
      List<String> row =
          new ArrayList<>(
              Arrays.asList(m.what().describe(epochs), Integer.toString(m.what().batch())));
      for (String part : parts) {
        boolean there = side.apply(m).get(0).parts().containsKey(part);
        row.add(
            there ? Numbers.fixed(JobMeasurement.part(side.apply(m), part), 2) : Numbers.ABSENT);
      }
      table.row(row.toArray(String[]::new));
    }
    return Optional.of(table.build());
  }
}
