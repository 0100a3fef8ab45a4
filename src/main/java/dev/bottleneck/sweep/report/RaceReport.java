package dev.bottleneck.sweep.report;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.Summary;
import dev.bottleneck.report.Figure;
import dev.bottleneck.report.HtmlReport;
import dev.bottleneck.report.IntervalChart;
import dev.bottleneck.report.Numbers;
import dev.bottleneck.report.Table;
import dev.bottleneck.sweep.race.Race;
import dev.bottleneck.sweep.race.Race.Racer;
import dev.bottleneck.sweep.store.RaceStanding;
import dev.bottleneck.sweep.trial.Trial;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The race of a search's best settings, as readers are told of it. */
public final class RaceReport {
  private static final String RULE =
      "The best settings of the search on the same seeds, on validation data, round by round. A"
          + " setting is out, and gets no further seed, as soon as another has a mean as good and is"
          + " better on more than half of all seeds, by a confidence sequence of the signs that"
          + " holds at every look at once, shared by all pairs: that none was put out by one that is"
          + " not has 95 % confidence.";

  private static final int PERCENT = (int) Math.round(100 * (1 - Race.ERROR));

  private final RaceStanding standing;
  private final Race race;
  private final Metric metric;

  /**
   * @param metric the objective as readers are shown it
   */
  public RaceReport(RaceStanding standing, Metric metric) {
    this.standing = standing;
    this.race = standing.race();
    this.metric = metric;
  }

  /** How it stands, such as "the best 3 settings race: 12 of 30 seeds at the most, 2 are in". */
  public static String line(RaceStanding standing) {
    Race race = standing.race();
    String leader = "trial " + standing.leader().number();
    return String.format(
        Locale.ROOT,
        "the best %d settings race: %d of %d seeds at the most, %s",
        race.racers().size(),
        race.rounds(),
        race.mostRounds(),
        race.isSettled()
            ? leader + " has won"
            : race.isOver()
                ? "%d cannot be told apart, of which %s has the best mean and is taken"
                    .formatted(race.in(), leader)
                : "%d are in, %s leads".formatted(race.in(), leader));
  }

  /** Who won, with what confidence; or who cannot be told apart. */
  public String sentence() {
    String head =
        String.format(
            Locale.ROOT,
            "In the race of the best %d settings, after %d seeds, ",
            race.racers().size(),
            race.rounds());
    long failures = race.racers().get(race.leader()).failures();
    String failed = failures == 0 ? "" : ", failed on " + failures + " seeds";
    String leader = "%s (mean %s%s)".formatted(trial(race.leader()), mean(race.leader()), failed);
    if (race.isSettled()) {
      return head
          + leader
          + " won: the others are out, each worse on more than half of all seeds than the one that"
          + " put it out, with "
          + PERCENT
          + " % confidence for all of them at once.";
    }
    if (!race.isOver()) {
      return head + leader + " leads; it is not over.";
    }
    String often = names(race::isOftenLowerThanTheLeader);
    String alike =
        names(
            i ->
                race.racers().get(i).isIn()
                    && i != race.leader()
                    && !race.isOftenLowerThanTheLeader(i));
    return head
        + leader
        + " has the best mean"
        + (alike.isEmpty() ? "" : ", and cannot be told from " + alike)
        + (often.isEmpty() ? "" : "; better than it on most seeds, not on average: " + often)
        + ".";
  }

  private String names(IntPredicate wanted) {
    return IntStream.range(0, race.racers().size())
        .filter(wanted)
        .mapToObj(this::trial)
        .collect(Collectors.joining(" and "));
  }

  private String trial(int racer) {
    return "trial " + standing.settings().get(racer).number();
  }

  /** In the objective's own direction, of the seeds on which it did not fail. */
  private double[] values(int racer) {
    double sign = metric.lowerIsBetter() ? 1 : -1;
    return Arrays.stream(race.racers().get(racer).values())
        .filter(Double::isFinite)
        .map(cost -> sign * cost)
        .toArray();
  }

  private String mean(int racer) {
    double[] values = values(racer);
    return values.length == 0
        ? Numbers.ABSENT
        : metric.value(Arrays.stream(values).average().orElseThrow());
  }

  /**
   * Such as "validation loss 0.2731, the mean over 16 seeds of the race, with code=64 (trial 7)".
   */
  String leader() {
    long failures = race.racers().get(race.leader()).failures();
    String value =
        "%s, the mean over %d seeds of the race%s,"
            .formatted(
                mean(race.leader()),
                values(race.leader()).length,
                failures == 0 ? "" : " (" + failures + " more failed)");
    return SweepStatus.best(standing.leader(), metric, value);
  }

  /** Mean and interval of a setting over the seeds it was given; "–" if it does not race. */
  String over(Trial setting) {
    return IntStream.range(0, standing.settings().size())
        .filter(i -> standing.settings().get(i).number() == setting.number())
        .mapToObj(this::interval)
        .findFirst()
        .orElse(Numbers.ABSENT);
  }

  private String interval(int racer) {
    return OverSeeds.text(values(racer), race.racers().get(racer).failures(), metric);
  }

  /** Adds it to a report of the sweep. */
  void addTo(HtmlReport.Builder report) {
    report.section("The race").table(table());
    figure().ifPresent(report::figure);
    report.paragraph(RULE);
  }

  /** A row a setting: its mean with interval over the seeds it was given, and against whom. */
  private Table table() {
    Table.Builder table =
        Table.titled("The race")
            .number("trial")
            .number("seeds")
            .number(metric.nameAndUnit() + ", mean (95 % interval)")
            .text(metric.lowerIsBetter() ? "lower on" : "higher on")
            .text("")
            .text("setting");
    for (int i = 0; i < race.racers().size(); i++) {
      Racer racer = race.racers().get(i);
      Trial trial = standing.settings().get(i);
      boolean leads = i == race.leader();
      table.row(
          Integer.toString(trial.number()),
          Integer.toString(racer.costs().size()),
          interval(i),
          leads
              ? "–"
              : "%d of %d than %s"
                  .formatted(racer.lower(), racer.lower() + racer.higher(), trial(racer.against())),
          place(racer, leads),
          trial.parametersText());
    }
    return table.build();
  }

  private String place(Racer racer, boolean leads) {
    if (leads) {
      return race.isSettled() ? "won" : race.isOver() ? "first" : "leads";
    }
    return racer.isIn() ? "in" : "out after " + racer.out();
  }

  /** The settings with all their seeds; empty as long as none has two. */
  private Optional<Figure> figure() {
    return IntStream.range(0, race.racers().size()).anyMatch(i -> values(i).length > 1)
        ? Optional.of(
            Figure.draw(
                "race",
                "The settings of the race: mean and Student's 95 % interval, as of a number of seeds"
                    + " that was fixed before; each dot is a seed.",
                "The settings of the race with intervals",
                () -> chart().draw()))
        : Optional.empty();
  }

  private IntervalChart chart() {
    IntervalChart chart =
        IntervalChart.titled("", metric.nameAndUnit(), metric.decimals(), "mean (95 % interval)");
    for (int i = 0; i < race.racers().size(); i++) {
      double[] values = Arrays.stream(values(i)).map(v -> metric.factor() * v).toArray();
      if (values.length > 1) {
        Summary s = Summary.of(values);
        chart.row(
            trial(i), List.of(new IntervalChart.Estimate(s.mean(), s.lower(), s.upper())), values);
      }
    }
    return chart;
  }
}
