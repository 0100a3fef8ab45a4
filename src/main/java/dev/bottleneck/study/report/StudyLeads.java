package dev.bottleneck.study.report;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.SequentialVerdict;
import dev.bottleneck.evaluation.Verdict;
import dev.bottleneck.report.HtmlReport.Tone;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.result.ArmPair;
import dev.bottleneck.study.result.StudyResult;
import java.util.ArrayList;
import java.util.List;

/** The sentences that a study ends with: its verdicts, as the seeds were chosen. */
public final class StudyLeads {
  private static final String FIXED =
      "Seeds were added until the comparisons were settled, %d at the most, with a look after every"
          + " %d. Intervals and p-values in"
          + " the tables are those of a number fixed beforehand, which this is not: what holds is"
          + " said above.";

  private StudyLeads() {}

  /**
   * @param sentence for the reader
   * @param tone how a report colours it
   */
  public record Lead(String sentence, Tone tone) {}

  /** In quick mode there is nothing to judge. */
  static List<Lead> of(
      StudyResult result,
      Configuration<?> configuration,
      List<ArmPair> pairs,
      Metric metric,
      List<Comparison> comparisons,
      Replication replication) {
    List<Lead> leads = new ArrayList<>();
    if (configuration.quick() || comparisons.isEmpty()) {
      return leads;
    }
    if (configuration.untilDecided()) {
      for (SequentialVerdict verdict : new Looks(pairs, metric).verdicts(result)) {
        leads.add(new Lead(verdict.sentence(), tone(verdict, metric)));
      }
      leads.add(new Lead(FIXED.formatted(configuration.seeds(), Looks.SEEDS), Tone.NEUTRAL));
      return leads;
    }
    leads.addAll(of(comparisons));
    if (configuration.blocks() > 1 && replication.any()) {
      replication.sentences().forEach(s -> leads.add(new Lead(s, Tone.NEUTRAL)));
    }
    return leads;
  }

  /** The verdicts on comparisons of a number of seeds that was fixed beforehand. */
  public static List<Lead> of(List<Comparison> comparisons) {
    return comparisons.stream()
        .map(c -> new Lead(c.verdict().sentence(), tone(c.verdict().outcome())))
        .toList();
  }

  private static Tone tone(SequentialVerdict verdict, Metric metric) {
    if (!verdict.settled()) {
      return Tone.UNSURE;
    }
    return verdict.direction() > 0 == metric.lowerIsBetter() ? Tone.GOOD : Tone.BAD;
  }

  private static Tone tone(Verdict.Outcome outcome) {
    return switch (outcome) {
      case BETTER -> Tone.GOOD;
      case WORSE -> Tone.BAD;
      case TYPICALLY_BETTER, TYPICALLY_WORSE, DIVIDED, WEAK_EVIDENCE, UNDECIDED -> Tone.UNSURE;
      case NOT_SHOWN -> Tone.NEUTRAL;
    };
  }
}
