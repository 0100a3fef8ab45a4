package dev.bottleneck.cluster;

import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.yaml.Yaml;
import dev.bottleneck.sweep.SweepOptions;
import dev.bottleneck.sweep.definition.SweepDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code kubectl apply} takes to have a sweep's workers placed by Kubernetes: an indexed job
 * of them, and the user's own files of the sweep beside it (1.29 or newer, for its rule of
 * failures).
 */
public final class KubernetesJob {
  private static final String FILES = "/sweep";
  private static final String YAML = ".*\\.ya?ml";
  private static final int MOST_DEATHS = 20;

  /** Of a name, less what stands before and after it. */
  private static final int LONGEST = 40;

  /** A failed run and wrong input, which another try would give as well. */
  private static final List<Integer> FINAL_CODES = List.of(1, 2);

  private KubernetesJob() {}

  /**
   * The manifest, for an image built as {@code docker/README.md} says.
   *
   * @param nameOrFile the sweep as it was given
   * @throws UserError if the sweep's trials lie where no other machine reaches them, or it needs
   *     data that lie beside the user
   */
  public static String of(String nameOrFile, SweepDefinition sweep, SweepOptions options) {
    Luggage luggage = Luggage.of(nameOrFile, sweep);
    luggage.files().keySet().stream()
        .filter(file -> !file.matches(YAML))
        .findFirst()
        .ifPresent(
            file -> {
              throw new UserError(
                  "--kubernetes sends no data, such as %s: name it by its path on a volume, /…"
                      .formatted(file));
            });
    String name = name(sweep.name());
    String head =
        """
        # Workers of the sweep %s, as a job:
        #
        #   kubectl create secret generic bottleneck-store --from-literal=password=…
        #   kubectl apply -f THIS_FILE
        #
        # A worker leaves when nothing of the sweep is left. One that dies loses nothing: its trial
        # waits for another. The image is to be one that the cluster can pull; a data set that is not
        # within it (mnist is) belongs on a volume at /data. For a GPU each: the image bottleneck:cuda,
        # and nvidia.com/gpu: 1 among the limits. The report is written by
        #
        #   bottleneck %s
        """
            .formatted(
                sweep.name(),
                WorkerCommand.quoted(WorkerCommand.words(nameOrFile, options, "--kubernetes"))
                    .replace(" --worker", " --join"));
    StringBuilder manifest = new StringBuilder(head);
    Map<String, String> texts = texts(luggage);
    if (!texts.isEmpty()) {
      manifest.append(Yaml.write(configMap(name, texts))).append("---\n");
    }
    return manifest.append(Yaml.write(job(name, luggage, options))).toString();
  }

  /** The sweep's own files by their keys. */
  private static Map<String, String> texts(Luggage luggage) {
    Map<String, String> texts = new TreeMap<>();
    luggage.files().forEach((path, file) -> texts.put(key(path), read(file)));
    return texts;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** A file's path as a key, which may have no separator; another path has another key. */
  private static String key(String path) {
    return hash(path) + "-" + path.replaceAll("[^A-Za-z0-9._-]", "_");
  }

  private static String hash(String text) {
    return String.format(Locale.ROOT, "%08x", text.hashCode());
  }

  private static Map<String, Object> configMap(String name, Map<String, String> texts) {
    return map(
        "apiVersion", "v1", "kind", "ConfigMap", "metadata", map("name", name), "data", texts);
  }

  private static Map<String, Object> job(String name, Luggage luggage, SweepOptions options) {
    int workers = options.workers().orElse(1);
    List<String> words =
        new ArrayList<>(WorkerCommand.words(luggage.sweep(), options, "--kubernetes"));
    words.addAll(List.of("--workers=1", "--out=/work/results/sweeps"));
    List<String> own =
        luggage.files().keySet().stream().filter(file -> file.matches(YAML)).sorted().toList();
    Map<String, Object> container =
        map(
            "name",
            "worker",
            "image",
            "bottleneck:cpu",
            "args",
            words,
            "env",
            List.of(password()),
            "resources",
            map("requests", map("cpu", 1, "memory", "2Gi"), "limits", map("memory", "4Gi")));
    Map<String, Object> pod =
        map(
            "restartPolicy",
            "Never",
            // As long as a worker may take to write down where its trial stands.
            "terminationGracePeriodSeconds",
            90,
            "containers",
            List.of(container));
    if (!own.isEmpty()) {
      container.put("workingDir", FILES);
      container.put("volumeMounts", List.of(map("name", "sweep", "mountPath", FILES)));
      List<Object> items = new ArrayList<>();
      own.forEach(path -> items.add(map("key", key(path), "path", path)));
      pod.put(
          "volumes", List.of(map("name", "sweep", "configMap", map("name", name, "items", items))));
    }
    return map(
        "apiVersion",
        "batch/v1",
        "kind",
        "Job",
        "metadata",
        map("name", name),
        "spec",
        map(
            "completionMode",
            "Indexed",
            "completions",
            workers,
            "parallelism",
            workers,
            "backoffLimitPerIndex",
            MOST_DEATHS,
            "podFailurePolicy",
            map("rules", rules()),
            "template",
            map("spec", pod)));
  }

  private static Map<String, Object> password() {
    return map(
        "name",
        "PGPASSWORD",
        "valueFrom",
        map("secretKeyRef", map("name", "bottleneck-store", "key", "password", "optional", true)));
  }

  /** What ended for good is not tried again; a node that is drained is nobody's failure. */
  private static List<Object> rules() {
    return List.of(
        map(
            "action",
            "FailIndex",
            "onExitCodes",
            map("containerName", "worker", "operator", "In", "values", FINAL_CODES)),
        map(
            "action",
            "Ignore",
            "onPodConditions",
            List.of(map("type", "DisruptionTarget", "status", "True"))));
  }

  /** Kubernetes takes no long one: those of its pods begin with it. */
  private static String name(String sweep) {
    return "bottleneck-"
        + (sweep.length() <= LONGEST
            ? sweep.replaceAll("-+$", "")
            : sweep.substring(0, LONGEST - 9) + "-" + hash(sweep));
  }

  private static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
