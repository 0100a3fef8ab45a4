package dev.bottleneck.study.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.data.Splits;
import dev.bottleneck.device.Machine;
import dev.bottleneck.runtime.Build;
import dev.bottleneck.step.EngineChoice;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.WarmStart;
import dev.bottleneck.study.resume.KeptStates;
import dev.bottleneck.study.resume.ResumedRun;
import dev.bottleneck.study.resume.RunIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code manifest.json} of a run: of what, by what, on what, when, and how it ended. */
public final class StudyManifest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final String WALL_SECONDS = "wallSeconds";

  private final Map<String, Object> content = new LinkedHashMap<>();
  private double secondsBefore;

  StudyManifest() {}

  /** What a run that begins says of itself, before anything of it is trained. */
  public void begin(
      Configuration<?> configuration, Splits data, WarmStart start, RunIdentity identity) {
    content.put("bottleneck", Build.version());
    content.put("gitCommit", Build.commit());
    content.put("experiment", configuration.experiment());
    content.put("started", Instant.now().toString());
    content.put("seeds", configuration.seedList());
    content.put("data", DataRecord.of(data));
    if (!start.hashes().isEmpty()) {
      content.put("from", start.hashes());
    }
    content.put(RunIdentity.KEY, identity.described());
  }

  /** Says which states a run that begins keeps, and which run it continues. */
  public void keeps(KeptStates states) {
    content.putAll(states.described());
  }

  /**
   * What a run said that is gone on with.
   *
   * @throws dev.bottleneck.runtime.UserError if it was begun with other settings, data or weights
   */
  public void goOn(ResumedRun run, RunIdentity identity) {
    identity.require(run.folder().path(), run.manifest().get(RunIdentity.KEY));
    content.putAll(run.manifest());
    content.remove(ResumedRun.REPORTED);
    secondsBefore = run.seconds();
    List<Object> resumed = new ArrayList<>();
    if (content.get("resumed") instanceof List<?> earlier) {
      resumed.addAll(earlier);
    }
    Map<String, Object> now = new LinkedHashMap<>();
    now.put("time", Instant.now().toString());
    now.put("bottleneck", Build.version());
    now.put("gitCommit", Build.commit());
    resumed.add(now);
    content.put("resumed", resumed);
  }

  /**
   * Says on what the run is carried out.
   *
   * @param workers how many there are and on what, in words
   * @param engine of the trainings
   */
  public void carriedOut(int threads, int parallel, String workers, EngineChoice engine) {
    Map<String, Object> machine = new LinkedHashMap<>(Machine.describe());
    if (engine == EngineChoice.CUDA) {
      machine.putAll(Machine.describeGpus());
    }
    content.put("machine", machine);
    content.put("threads", threads);
    content.put("parallel", parallel);
    content.put("workers", workers);
    content.put("state", "running");
  }

  /** Says how long it took to read the data. */
  public void read(double seconds) {
    content.put("dataSeconds", seconds);
  }

  double dataSeconds() {
    return (double) content.get("dataSeconds");
  }

  /**
   * Says how long the figures and the report took.
   *
   * @param last a mark of the last job that they tell of
   */
  public void reported(long last, double seconds) {
    content.put(ResumedRun.REPORTED, last);
    content.put("reportSeconds", seconds);
  }

  /** Says how the run ends: complete, failed or interrupted. */
  public void ending(String state, double seconds) {
    content.put("state", state);
    content.put(WALL_SECONDS, secondsBefore + seconds);
  }

  /** Says that it failed after all, in no more time. */
  public void failed() {
    content.put("state", "failed");
  }

  Map<String, Object> content() {
    return content;
  }

  /** The manifest as it stands. */
  String text() throws JsonProcessingException {
    return JSON.writeValueAsString(content) + "\n";
  }
}
