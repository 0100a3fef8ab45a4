package dev.bottleneck.study.report;

import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.Splits;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.live.LivePage;
import dev.bottleneck.report.Figure;
import dev.bottleneck.report.HtmlReport;
import dev.bottleneck.report.HtmlReport.Tone;
import dev.bottleneck.report.Numbers;
import dev.bottleneck.report.Table;
import dev.bottleneck.runtime.Seeds;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.CurvePoint;
import dev.bottleneck.study.result.MetricListener;
import dev.bottleneck.study.result.MetricRow;
import dev.bottleneck.training.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process has heard of a run under way. It tells no verdict: seeds that are still to come
 * belong to it.
 */
public final class LiveRun implements MetricListener, LivePage {
  private static final Logger log = LoggerFactory.getLogger(LiveRun.class);

  private static final String MEANWHILE =
      "what is seen meanwhile is no reason to stop a run: its verdict holds for the number of seeds"
          + " that was fixed before, unless --until-decided looks at them as they come";

  private final String title;
  private final String name;
  private final Dataset examples;
  private final boolean held;
  private final Metric metric;
  private final List<Arm> arms;
  private final Configuration<?> configuration;
  private final LivePictures pictures;
  private final AtomicLong version = new AtomicLong();
  private final Map<Key, Heard> networks = new TreeMap<>(); // guarded by this
  private volatile BooleanSupplier watched = () -> false;
  private volatile Optional<Path> folder = Optional.empty();
  private volatile boolean blind;

  /** A network, in the order of the report. */
  private record Key(int arm, long seed) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return arm != other.arm ? Integer.compare(arm, other.arm) : Long.compare(seed, other.seed);
    }
  }

  /** What was heard of a network. */
  private static final class Heard {
    final List<CurvePoint> points = new ArrayList<>();
    double found = Double.NaN;
    boolean ended;
  }

  /** Of a run of {@code experiment}. */
  public static <H extends Record> LiveRun of(
      Experiment<H> experiment, Configuration<H> configuration, Splits data) {
    return new LiveRun(
        experiment.title(),
        experiment.arms(configuration.hyperparameters()),
        experiment.headline(configuration),
        configuration,
        data);
  }

  private LiveRun(
      String title, List<Arm> arms, Metric metric, Configuration<?> configuration, Splits data) {
    this.title = title;
    this.name = configuration.name();
    this.arms = arms;
    this.metric = metric;
    this.configuration = configuration;
    // Whoever looks on may act on it, and test data are never used to choose anything.
    held = data.validation().isPresent();
    examples = data.validation().orElse(data.train());
    pictures = new LivePictures(examples, Seeds.derive(configuration.firstSeed(), "live examples"));
  }

  /**
   * Has networks be looked at only while somebody watches.
   *
   * @param run where its report will be
   */
  public void begin(BooleanSupplier isWatched, Path run) {
    watched = isWatched;
    folder = Optional.of(run);
    version.incrementAndGet();
  }

  private Key key(String arm, long seed) {
    List<String> keys = arms.stream().map(Arm::key).toList();
    return new Key(keys.indexOf(arm), seed);
  }

  @Override
  public synchronized void heard(MetricRow row, long steps) {
    Heard network = networks.computeIfAbsent(key(row.arm(), row.seed()), k -> new Heard());
    if (row.isFinal()) {
      network.found = row.metric().equals(metric.key()) ? row.value() : network.found;
      network.ended = true;
    } else {
      network.ended = false; // one that is tried again
      network.points.add(new CurvePoint(row.phase(), row.epoch(), row.metric(), row.value()));
    }
    version.incrementAndGet();
  }

  /** What cannot be seen must not cost the network that was to be looked at. */
  @Override
  public void epochEnded(Arm arm, long seed, String phase, int epoch, Network network) {
    if (blind || seed != configuration.firstSeed() || !watched.getAsBoolean()) {
      return;
    }
    try {
      if (pictures.look(arm, phase, epoch, network)) {
        version.incrementAndGet();
      }
    } catch (RuntimeException | LinkageError | InternalError | OutOfMemoryError e) {
      blind = true;
      log.warn("no more pictures are shown while the networks are trained", e);
    }
  }

  @Override
  public synchronized void ended(Arm arm, long seed) {
    networks.computeIfAbsent(key(arm.key(), seed), k -> new Heard()).ended = true;
    version.incrementAndGet();
  }

  @Override
  public long version() {
    return version.get();
  }

  @Override
  public HtmlReport page() {
    HtmlReport.Builder page =
        HtmlReport.titled(title)
            .subtitle(name + folder.map(its -> ", " + its.getFileName()).orElse(""));
    Table table;
    List<StudyCurves.Heard> curves = new ArrayList<>();
    synchronized (this) {
      page.lead(standing(), Tone.NEUTRAL);
      table = table();
      networks.forEach(
          (key, heard) ->
              curves.add(new StudyCurves.Heard(arms.get(key.arm()), List.copyOf(heard.points))));
    }
    if (configuration.quick()) {
      page.lead(StudyNotes.QUICK, Tone.UNSURE);
    }
    folder.ifPresent(its -> page.fact("Folder", its.toString()));
    page.fact("Data", examples.name())
        .fact("Seeds", "%d, from %d".formatted(configuration.seeds(), configuration.firstSeed()))
        .section("Learning curves");
    List<Figure> charts = StudyCurves.figures(arms, curves, Figure::unfinished);
    charts.forEach(page::figure);
    if (charts.isEmpty()) {
      page.paragraph("The first values are still to come.");
    }
    List<Figure> seen = pictures.figures();
    if (!seen.isEmpty()) {
      page.section("Pictures")
          .paragraph(
              "Of seed %d, on examples of the %s part."
                  .formatted(configuration.firstSeed(), held ? "validation" : "training"));
      seen.forEach(page::figure);
    }
    return page.section("Networks").table(table).build();
  }

  private String standing() {
    long ended = networks.values().stream().filter(its -> its.ended).count();
    long all = (long) arms.size() * configuration.seeds();
    return String.format(
        Locale.ROOT,
        "Under way: %,d of %s%,d networks have ended here. The verdict comes with the last of them.",
        ended,
        configuration.untilDecided() ? "at most " : "",
        all);
  }

  private Table table() {
    Table.Builder table =
        Table.titled("So far")
            .text("arm")
            .number("begun")
            .number("ended")
            .number(metric.nameAndUnit() + ": mean")
            .number("lowest to highest");
    for (int i = 0; i < arms.size(); i++) {
      int arm = i;
      List<Heard> own =
          networks.entrySet().stream()
              .filter(one -> one.getKey().arm() == arm)
              .map(Map.Entry::getValue)
              .toList();
      double[] found =
          own.stream().mapToDouble(its -> its.found).filter(Double::isFinite).toArray();
      table.row(
          arms.get(i).title(),
          Integer.toString(own.size()),
          Long.toString(own.stream().filter(its -> its.ended).count()),
          found.length == 0
              ? Numbers.ABSENT
              : metric.shown(Arrays.stream(found).average().orElseThrow()),
          found.length == 0
              ? Numbers.ABSENT
              : metric.shown(Arrays.stream(found).min().orElseThrow())
                  + " to "
                  + metric.shown(Arrays.stream(found).max().orElseThrow()));
    }
    return table
        .note(
            "of this process alone, where several work on the run, and since it began: networks that"
                + " had ended before the run was gone on with are in its report")
        .note(MEANWHILE)
        .build();
  }
}
