package dev.bottleneck.study.report;

import dev.bottleneck.device.GpuMonitor;
import dev.bottleneck.evaluation.Summary;
import dev.bottleneck.report.MetricsCsv;
import dev.bottleneck.report.Numbers;
import dev.bottleneck.report.Table;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.FinishedJob;
import dev.bottleneck.study.result.JobTime;
import dev.bottleneck.study.result.PhaseSpeed;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.result.WorkTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How fast a study was, as a file and as a table.
 *
 * <p>A file of its own: times differ from run to run, and {@code metrics.csv} does not.
 */
final class StudyTimings {
  static final String FILE = "timings.csv";

  private StudyTimings() {}

  /** First of the whole run, without arm and seed, then of each network's phases. */
  static MetricsCsv csv(StudyResult result, RunSpeed run) {
    MetricsCsv csv = new MetricsCsv("arm", "seed", "phase", "metric", "value");
    csv.row("", "", "run", "transferSeconds", run.transferSeconds());
    csv.row("", "", "run", "networksSideBySide", run.sideBySide());
    run.workersPerGpu().ifPresent(n -> csv.row("", "", "run", "networksPerGpu", n));
    for (int gpu = 0; gpu < run.utilisation().size(); gpu++) {
      csv.row("", "", "run", "utilisationOfGpu" + gpu, run.utilisation().get(gpu));
    }
    for (FinishedJob job : result.jobs()) {
      String arm = job.arm().key();
      for (PhaseSpeed phase : job.speeds()) {
        csv.row(arm, job.seed(), phase.phase(), "batchSize", phase.batchSize());
        csv.row(arm, job.seed(), phase.phase(), "images", phase.images());
        csv.row(arm, job.seed(), phase.phase(), "seconds", phase.time().training());
        csv.row(arm, job.seed(), phase.phase(), "imagesPerSecond", phase.imagesPerSecond());
        csv.row(arm, job.seed(), phase.phase(), "gatherSeconds", phase.time().gather());
        csv.row(arm, job.seed(), phase.phase(), "stepSeconds", phase.time().step());
        csv.row(arm, job.seed(), phase.phase(), "validationSeconds", phase.time().validation());
        csv.row(arm, job.seed(), phase.phase(), "checkpointSeconds", phase.time().keeping());
      }
      csv.row(arm, job.seed(), "job", "seconds", job.time().seconds());
      csv.row(arm, job.seed(), "job", "trainingSeconds", job.time().work().training());
      csv.row(arm, job.seed(), "job", "validationSeconds", job.time().work().validation());
      csv.row(arm, job.seed(), "job", "checkpointSeconds", job.time().work().keeping());
    }
    return csv;
  }

  /** Means over the seeds of what one network did. */
  static Table table(StudyResult result, RunSpeed run) {
    Table.Builder table =
        Table.titled("Speed of one network, means over the seeds")
            .text("arm")
            .text("phase")
            .number("batch size")
            .number("images per second")
            .number("seconds");
    for (Arm arm : result.arms()) {
      for (String phase : phases(result, arm)) {
        List<PhaseSpeed> speeds = speeds(result, arm, phase);
        table.row(
            arm.title(),
            phase,
            Integer.toString(speeds.get(0).batchSize()),
            Numbers.fixed(mean(speeds.stream().mapToDouble(PhaseSpeed::imagesPerSecond)), 0),
            Numbers.fixed(mean(speeds.stream().mapToDouble(speed -> speed.time().training())), 1));
      }
    }
    return table.note(sideBySide(run)).note(transfer(run)).build();
  }

  /** Where the time of all jobs together went, in percent of it; the run's other parts in notes. */
  static Table shares(StudyResult result, double dataSeconds) {
    Table.Builder table =
        Table.titled("Where the jobs' time went, in per cent")
            .text("arm")
            .number("steps")
            .number("batches gathered")
            .number("training, the rest")
            .number("validation")
            .number("checkpoints")
            .number("networks, measures, model files")
            .number("seconds, all seeds");
    for (Arm arm : result.arms()) {
      List<JobTime> times =
          result.jobs().stream()
              .filter(job -> job.arm().equals(arm))
              .map(FinishedJob::time)
              .toList();
      double seconds = times.stream().mapToDouble(JobTime::seconds).sum();
      WorkTime work = times.stream().map(JobTime::work).reduce(WorkTime.NONE, WorkTime::plus);
      double rest = times.stream().mapToDouble(JobTime::rest).sum();
      double[] parts = {
        work.step(),
        work.gather(),
        work.training() - work.step() - work.gather(),
        work.validation(),
        work.keeping(),
        rest
      };
      List<String> row = new ArrayList<>(List.of(arm.title()));
      Arrays.stream(parts).forEach(part -> row.add(Numbers.fixed(100 * part / seconds, 1)));
      row.add(Numbers.fixed(seconds, 1));
      table.row(row.toArray(String[]::new));
    }
    return table
        .note("before the jobs, to read the data: %s s".formatted(Numbers.fixed(dataSeconds, 1)))
        .build();
  }

  private static List<String> phases(StudyResult result, Arm arm) {
    return result.jobs().stream()
        .filter(job -> job.arm().equals(arm))
        .flatMap(job -> job.speeds().stream())
        .map(PhaseSpeed::phase)
        .distinct()
        .toList();
  }

  private static List<PhaseSpeed> speeds(StudyResult result, Arm arm, String phase) {
    return result.jobs().stream()
        .filter(job -> job.arm().equals(arm))
        .flatMap(job -> job.speeds().stream())
        .filter(speed -> speed.phase().equals(phase))
        .toList();
  }

  private static double mean(DoubleStream values) {
    return Summary.of(values.toArray()).mean();
  }

  private static String sideBySide(RunSpeed run) {
    String networks =
        run.sideBySide() == 1 ? "one network at a time" : run.sideBySide() + " networks at a time";
    if (run.gpus() == 0) {
      return networks + ", on the processor";
    }
    String where = run.gpus() == 1 ? " on one GPU" : " on %d GPUs".formatted(run.gpus());
    return networks + where + GpuMonitor.inWords(run.utilisation());
  }

  private static String transfer(RunSpeed run) {
    return run.gpus() == 0
        ? "transfer of the data: 0 s, a processor has them in its memory"
        : "transfer of the data: %s s, once for all networks"
            .formatted(Numbers.fixed(run.transferSeconds(), 2));
  }
}
