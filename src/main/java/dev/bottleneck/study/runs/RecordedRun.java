package dev.bottleneck.study.runs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.jobs.StoreFailure;
import dev.bottleneck.jobs.StoredJob;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.resume.JobText;
import dev.bottleneck.study.resume.ResumedRun;
import dev.bottleneck.study.resume.RunJobs;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.FlatSettings;
import dev.bottleneck.study.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A run as its folder has it: what was asked for, and the jobs that have ended, without their
 * networks.
 */
public final class RecordedRun {
  /** What a run's state is called that no process is known to be at work on. */
  public static final String UNFINISHED = "unfinished";

  private static final String RUNNING = "running";

  /** The store of a sweep, whose trials are no runs. */
  private static final String SWEEP = "trials.sqlite";

  private final RunFolder folder;
  private final String configurationText;
  private final RunRecord record;
  private final Configuration<?> configuration;
  private final Experiment<?> experiment;
  private final Metric headline;
  private final StudyResult result;
  private final String state;
  private final Map<String, String> settings;

  private RecordedRun(
      ResumedRun run,
      Configuration<?> configuration,
      Experiment<?> experiment,
      Metric headline,
      StudyResult result,
      String state) {
    folder = run.folder();
    configurationText = run.configurationText();
    record = new RunRecord(run.manifest());
    this.configuration = configuration;
    this.experiment = experiment;
    this.headline = headline;
    this.result = result;
    this.state = state;
    settings = FlatSettings.of(configuration);
  }

  /**
   * Reads a run's folder.
   *
   * @throws UserError if it is none, or damaged
   */
  public static RecordedRun open(Path folder) {
    ResumedRun run = ResumedRun.open(requireNoSweep(folder), false, false);
    return read(run, run.configuration().experiment());
  }

  /**
   * Refuses the folder of a sweep, saying what would be right.
   *
   * @return {@code folder}
   */
  public static Path requireNoSweep(Path folder) {
    if (Files.isRegularFile(folder.resolve(SWEEP))) {
      throw new UserError(
          folder
              + " is the folder of a sweep, not of a run: its report.html holds its trials against"
              + " each other, and ./bottleneck run "
              + folder.resolve("best.yaml")
              + " makes a run of the best");
    }
    return folder;
  }

  private static <H extends Record> RecordedRun read(ResumedRun run, Experiment<H> experiment) {
    ConfigurationFile file = run.configuration();
    Configuration<H> configuration = file.read(experiment);
    RunJobs.Standing jobs = RunJobs.look(run.folder());
    Untouched.require(run, jobs, configuration);
    String told = new RunRecord(run.manifest()).text("state").orElse(UNFINISHED);
    return new RecordedRun(
        run,
        configuration,
        experiment,
        experiment.headline(configuration),
        result(run.folder(), experiment.arms(configuration.hyperparameters()), jobs.jobs()),
        told.equals(RUNNING) && !jobs.atWork() ? UNFINISHED : told);
  }

  private static StudyResult result(RunFolder folder, List<Arm> arms, List<StoredJob> jobs) {
    StudyResult result = new StudyResult(arms);
    JobText text = new JobText(folder, Set.of(), false);
    for (StoredJob job : jobs) {
      if (job.state().ended()) {
        try {
          result.add(text.read(arm(folder, arms, job), job));
        } catch (IOException e) {
          throw StoreFailure.damaged(folder.file(RunJobs.FILE), job + ": " + e.getMessage(), e);
        }
      }
    }
    if (examples(result).distinct().count() > 1 || examples(result).anyMatch(n -> n == 0)) {
      throw StoreFailure.damaged(
          folder.file(RunJobs.FILE), "its jobs have classified other numbers of examples", null);
    }
    return result;
  }

  private static IntStream examples(StudyResult result) {
    return result.jobs().stream()
        .flatMap(job -> job.result().stream())
        .flatMap(found -> found.correct().stream())
        .mapToInt(correct -> correct.length);
  }

  /** How many examples each of its networks has classified, if they are classifiers. */
  public OptionalInt classified() {
    return examples(result).findFirst();
  }

  private static Arm arm(RunFolder folder, List<Arm> arms, StoredJob job) {
    return arms.stream()
        .filter(arm -> arm.key().equals(job.task()))
        .findFirst()
        .orElseThrow(
            () ->
                StoreFailure.damaged(
                    folder.file(RunJobs.FILE), job + " is of no arm of the run", null));
  }

  public Path folder() {
    return folder.path();
  }

  /** The last part of its folder's path. */
  public String id() {
    return folder.id();
  }

  /** What tells it from other runs in few letters: what follows the time in its id. */
  public String shortId() {
    return shortId(id());
  }

  static String shortId(String id) {
    return id.matches("\\d{8}-\\d{6}-.+") ? id.substring(16) : id;
  }

  /** What its manifest says. */
  public RunRecord record() {
    return record;
  }

  /** Its config.yaml as it stands. */
  public String configurationText() {
    return configurationText;
  }

  public Configuration<?> configuration() {
    return configuration;
  }

  /** That of its experiment. */
  public String title() {
    return experiment.title();
  }

  public List<Arm> arms() {
    return result.arms();
  }

  /** What its arms are compared by, with the part in its name. */
  public Metric headline() {
    return headline;
  }

  /** The jobs that have ended. */
  public StudyResult result() {
    return result;
  }

  /** How many networks were asked for. */
  public long asked() {
    return (long) arms().size() * configuration.seeds();
  }

  /**
   * {@code running}, {@link #UNFINISHED}, {@code complete}, {@code interrupted}, {@code failed}.
   */
  public String state() {
    return state;
  }

  /** Whether all that will ever end has ended, with results or without. */
  public boolean ended() {
    boolean decided = configuration.untilDecided() && state.equals("complete");
    return decided || result.jobs().size() >= asked();
  }

  /** The hyper-parameters that say what {@code measure} is taken of, with their values. */
  public Map<String, String> measuredBy(String measure) {
    JsonNode all = Yaml.MAPPER.valueToTree(configuration.hyperparameters());
    Map<String, String> told = new TreeMap<>();
    experiment.measuredBy(measure).forEach(key -> told.put(key, all.path(key).asText()));
    return told;
  }

  /** Its settings, each by the name that {@code --set} takes. */
  public Map<String, String> settings() {
    return settings;
  }

  /** The SHA-256 of the part that it was measured on. */
  public Optional<String> evaluatedOn() {
    return record.hash(configuration.evaluateOn().toString());
  }
}
