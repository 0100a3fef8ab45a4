package dev.bottleneck.study.resume;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.Sha256;
import dev.bottleneck.data.Splits;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.WarmStart;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run's numbers follow from, as SHA-256: states and results of any other run are not its
 * own.
 *
 * @param configuration of the settings, every key
 * @param data of the examples of each part
 * @param weights of those that it starts from
 */
public record RunIdentity(String configuration, String data, String weights) {
  /** Of a manifest. */
  public static final String KEY = "identity";

  /** That of a run with these settings, whatever the paths are called. */
  public static RunIdentity of(Configuration<?> configuration, Splits data, WarmStart start) {
    List<String> parts = new ArrayList<>();
    parts.add(data.train().contentHash());
    parts.add(data.validation().map(Dataset::contentHash).orElse(""));
    parts.add(data.test().map(Dataset::contentHash).orElse(""));
    return new RunIdentity(
        of(configuration),
        sha256(String.join(" ", parts)),
        sha256(String.join(" ", start.hashes().values().stream().map(Object::toString).toList())));
  }

  /** That of settings alone. */
  public static String of(Configuration<?> configuration) {
    return sha256(ConfigurationFile.write(configuration.withAbsolutePaths()));
  }

  /**
   * What the states of trainings follow from: the same of runs that differ only in how many epochs
   * there are, as a training of more begins like one of fewer.
   *
   * @param configuration of the run
   */
  public String ofStates(Configuration<?> configuration) {
    Map<String, Object> settings =
        Yaml.MAPPER.convertValue(
            configuration.withAbsolutePaths(), new TypeReference<Map<String, Object>>() {});
    settings.remove("published"); // for another number of epochs nothing is
    ((Map<?, ?>) settings.get("hyperparameters")).keySet().removeIf(RunIdentity::isEpochs);
    return sha256(sha256(Yaml.write(settings)) + " " + data + " " + weights);
  }

  private static boolean isEpochs(Object key) {
    return Epochs.isKey((String) key);
  }

  /** What a manifest says. */
  public Map<String, Object> described() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("configuration", configuration);
    map.put("data", data);
    map.put("weights", weights);
    return map;
  }

  /**
   * Refuses to go on with a run of another identity.
   *
   * @param run the run's folder
   * @param told what its manifest says; null of a run that was begun before there was any
   */
  public void require(Object run, Object told) {
    if (!(told instanceof Map<?, ?> before)) {
      throw new UserError(
          run + ": the run was begun by a version that kept nothing to go on from: begin it anew");
    }
    requireSame(run, "its config.yaml is", configuration, before.get("configuration"));
    requireSame(run, "the data are", data, before.get("data"));
    requireSame(run, "the weights that it starts from are", weights, before.get("weights"));
  }

  /** The identity that a manifest tells; empty of a run that was begun before there was any. */
  public static Optional<RunIdentity> told(Map<String, Object> manifest) {
    return manifest.get(KEY) instanceof Map<?, ?> said
        ? Optional.of(
            new RunIdentity(
                String.valueOf(said.get("configuration")),
                String.valueOf(said.get("data")),
                String.valueOf(said.get("weights"))))
        : Optional.empty();
  }

  private static void requireSame(Object run, String what, String now, Object before) {
    if (!now.equals(before)) {
      throw new UserError(run + ": " + what + " not what the run was begun with");
    }
  }

  @Override
  public String toString() {
    return sha256(configuration + " " + data + " " + weights);
  }

  private static String sha256(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
