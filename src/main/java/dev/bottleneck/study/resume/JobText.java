package dev.bottleneck.study.resume;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.autoencoder.ModelCard;
import dev.bottleneck.autoencoder.ModelFile;
import dev.bottleneck.data.Sha256;
import dev.bottleneck.jobs.StoredJob;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.CurvePoint;
import dev.bottleneck.study.result.FinishedJob;
import dev.bottleneck.study.result.JobResult;
import dev.bottleneck.study.result.JobTime;
import dev.bottleneck.study.result.PhaseSpeed;
import dev.bottleneck.study.result.WorkTime;
import dev.bottleneck.training.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a run's job found, as a text for the store; its networks are the run's model files. */
public final class JobText {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /**
   * @param found null of a job that failed
   */
  private record Content(
      Found found, List<CurvePoint> curve, List<PhaseSpeed> speeds, JobTime time) {
    Content {
      Stream.of(curve, speeds, time).forEach(Objects::requireNonNull);
      Stream.of(curve, speeds).flatMap(List::stream).forEach(Objects::requireNonNull);
    }
  }

  /**
   * @param correct a character for each evaluated example, 1 if it was right; null of what is no
   *     classifier
   * @param networks names of the model files, with the SHA-256 of each
   */
  private record Found(
      Map<String, Double> measures,
      List<String> leftOut,
      String correct,
      Map<String, String> networks) {
    Found {
      Stream.of(measures.values(), leftOut, networks.values())
          .flatMap(Collection::stream)
          .forEach(Objects::requireNonNull);
    }
  }

  private final RunFolder run;
  private final Set<String> furtherPackages;
  private final boolean withNetworks;

  /**
   * @param furtherPackages packages that the networks' classes may lie in as well
   * @param withNetworks whether a job that is read has its networks again
   */
  public JobText(RunFolder run, Set<String> furtherPackages, boolean withNetworks) {
    this.run = run;
    this.furtherPackages = furtherPackages;
    this.withNetworks = withNetworks;
  }

  /** That of {@code job}. */
  public String of(FinishedJob job) {
    Found found =
        job.result()
            .map(
                result ->
                    new Found(
                        result.measures(),
                        result.leftOut(),
                        result.correct().map(JobText::characters).orElse(null),
                        hashes(job.arm(), result)))
            .orElse(null);
    try {
      return JSON.writeValueAsString(new Content(found, job.curve(), job.speeds(), job.time()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values that cannot be written as JSON", e);
    }
  }

  /**
   * The job that {@code stored} tells of.
   *
   * @throws IOException if the text is none
   * @throws dev.bottleneck.runtime.UserError if a model file is missing or damaged
   */
  public FinishedJob read(Arm arm, StoredJob stored) throws IOException {
    if (stored.result().isEmpty()) { // its process died at it
      JobTime time = new JobTime(stored.seconds(), WorkTime.NONE);
      return new FinishedJob(
          arm, stored.seed(), List.of(), Optional.empty(), stored.error(), List.of(), time);
    }
    try {
      return job(arm, stored, JSON.readValue(stored.result().get(), Content.class));
    } catch (JsonProcessingException | IllegalArgumentException | NullPointerException e) {
      // Of a store that someone else wrote, hashes and all: nulls, names that lead out of the run.
      throw new IOException("it is no record of a job", e);
    }
  }

  private FinishedJob job(Arm arm, StoredJob stored, Content content) {
    Optional<JobResult> result =
        content.found() == null ? Optional.empty() : Optional.of(result(arm, content.found()));
    return new FinishedJob(
        arm,
        stored.seed(),
        content.curve(),
        result,
        stored.error(),
        content.speeds(),
        content.time());
  }

  private JobResult result(Arm arm, Found found) {
    Map<String, Network> networks = new LinkedHashMap<>();
    Map<String, ModelCard> cards = new LinkedHashMap<>();
    for (String name : withNetworks ? found.networks().keySet() : Set.<String>of()) {
      if (!Sha256.of(model(arm, name)).equals(found.networks().get(name))) {
        throw new UserError(model(arm, name) + ": it is not what the run wrote");
      }
      ModelFile model = ModelFile.read(model(arm, name), furtherPackages);
      networks.put(name, model.network());
      model.card().ifPresent(card -> cards.put(name, card));
    }
    return new JobResult(
        found.measures(),
        networks,
        cards,
        Optional.ofNullable(found.correct()).map(JobText::booleans),
        found.leftOut());
  }

  private Map<String, String> hashes(Arm arm, JobResult result) {
    Map<String, String> hashes = new LinkedHashMap<>();
    result.networks().keySet().forEach(name -> hashes.put(name, Sha256.of(model(arm, name))));
    return hashes;
  }

  private Path model(Arm arm, String name) {
    return run.file(arm.key() + "/" + name + ".zip");
  }

  private static String characters(boolean[] values) {
    StringBuilder text = new StringBuilder(values.length);
    for (boolean value : values) {
      text.append(value ? '1' : '0');
    }
    return text.toString();
  }

  private static boolean[] booleans(String text) {
    boolean[] values = new boolean[text.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = text.charAt(i) == '1';
    }
    return values;
  }
}
