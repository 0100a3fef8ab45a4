package dev.bottleneck.study.resume;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bottleneck.autoencoder.ModelCard;
import dev.bottleneck.autoencoder.ModelFile;
import dev.bottleneck.data.Sha256;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.CurvePoint;
import dev.bottleneck.study.result.FinishedJob;
import dev.bottleneck.study.result.JobResult;
import dev.bottleneck.study.result.JobTime;
import dev.bottleneck.study.result.PhaseSpeed;
import dev.bottleneck.training.Network;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The jobs of a run that have a result, {@code jobs/<arm>-<seed>.json}, each with the SHA-256 of
 * what it says; their networks are the run's model files.
 */
public final class JobFiles {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /**
   * @param run the run's identity
   * @param correct a character for each evaluated example, 1 if it was right; null of what is no
   *     classifier
   * @param networks names of the model files
   */
  private record Stored(
      String run,
      String arm,
      long seed,
      Map<String, Double> measures,
      List<String> leftOut,
      String correct,
      List<String> networks,
      List<CurvePoint> curve,
      List<PhaseSpeed> speeds,
      JobTime time) {}

  private final RunFolder run;
  private final String of;
  private final Set<String> furtherPackages;
  private final Consumer<String> notes;

  /**
   * @param of the identity of the run: jobs of any other are trained again
   * @param furtherPackages packages that the networks' classes may lie in as well
   * @param notes hears of what a person should know, such as a damaged file
   */
  public JobFiles(RunFolder run, String of, Set<String> furtherPackages, Consumer<String> notes) {
    this.run = run;
    this.of = of;
    this.furtherPackages = furtherPackages;
    this.notes = notes;
  }

  private static String name(Arm arm, long seed) {
    return "jobs/" + arm.key() + "-" + seed + ".json";
  }

  /** Keeps a job; one that failed is not kept, and tried again. */
  public void write(FinishedJob job) throws IOException {
    if (job.result().isEmpty()) {
      return;
    }
    JobResult result = job.result().get();
    Stored stored =
        new Stored(
            of,
            job.arm().key(),
            job.seed(),
            result.measures(),
            result.leftOut(),
            result.correct().map(JobFiles::characters).orElse(null),
            List.copyOf(result.networks().keySet()),
            job.curve(),
            job.speeds(),
            job.time());
    JsonNode content = JSON.valueToTree(stored);
    ObjectNode file = JSON.createObjectNode();
    file.set("job", content);
    file.put("sha256", hash(content));
    run.write(name(job.arm(), job.seed()), JSON.writeValueAsString(file) + "\n");
  }

  /**
   * The job of {@code arm} on {@code seed}, if it had a result; of a file that is damaged, or whose
   * networks are, a note is made, and the job is to be trained again.
   */
  public Optional<FinishedJob> read(Arm arm, long seed) {
    Path file = run.file(name(arm, seed));
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      JsonNode content = root.path("job");
      if (!hash(content).equals(root.path("sha256").asText())) {
        throw new IOException("its content is not what was written");
      }
      Stored stored = JSON.treeToValue(content, Stored.class);
      if (!stored.run().equals(of) || !stored.arm().equals(arm.key()) || stored.seed() != seed) {
        throw new IOException("it is of another run or job");
      }
      return Optional.of(job(arm, seed, stored));
    } catch (IOException | UserError e) {
      notes.accept(file + " cannot be used, and the job is trained again: " + e.getMessage());
      return Optional.empty();
    }
  }

  private FinishedJob job(Arm arm, long seed, Stored stored) {
    Map<String, Network> networks = new LinkedHashMap<>();
    Map<String, ModelCard> cards = new LinkedHashMap<>();
    for (String name : stored.networks()) {
      ModelFile model = ModelFile.read(run.file(arm.key() + "/" + name + ".zip"), furtherPackages);
      networks.put(name, model.network());
      model.card().ifPresent(card -> cards.put(name, card));
    }
    JobResult result =
        new JobResult(
            stored.measures(),
            networks,
            cards,
            Optional.ofNullable(stored.correct()).map(JobFiles::booleans),
            stored.leftOut());
    return new FinishedJob(
        arm,
        seed,
        stored.curve(),
        Optional.of(result),
        Optional.empty(),
        stored.speeds(),
        stored.time());
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

  private static String hash(JsonNode content) throws JsonProcessingException {
    return Sha256.of(JSON.writeValueAsString(content).getBytes(StandardCharsets.UTF_8));
  }
}
