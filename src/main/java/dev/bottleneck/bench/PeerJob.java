package dev.bottleneck.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The same jobs by PyTorch, and by Optuna with PyTorch. */
final class PeerJob {
  /** How Adam goes through the parameters, and whether the network is compiled first. */
  static final List<String> VARIANTS = List.of("eager", "foreach", "fused", "compile");

  /** The script's exit code where this PyTorch lacks the variant. */
  private static final int UNAVAILABLE = 3;

  private final String python;
  private final Path script;
  private final Path mnist;
  private final Path data;
  private String versions = "";

  /**
   * @param script among the modules that it reads
   * @param mnist the folder of its images and labels as bytes
   * @param data the same of the other jobs' data
   */
  PeerJob(String python, Path script, Path mnist, Path data) {
    this.python = python;
    this.script = script;
    this.mnist = mnist;
    this.data = data;
  }

  /** PyTorch's version and OpenBLAS's kernels, once a job ran. */
  String versions() {
    return versions;
  }

  /** Runs it once, with the seed {@code round}; empty where this PyTorch lacks the variant. */
  Optional<JobTimes> run(JobCase what, int epochs, int threads, int round, String variant) {
    List<String> command =
        List.of(
            python,
            script.toString(),
            what.peerJob(),
            Integer.toString(what.batch()),
            Integer.toString(what.epochs(epochs)),
            Integer.toString(threads),
            variant,
            Integer.toString(round),
            (what.onMnist() ? mnist : data).toString());
    TimedProcess process =
        TimedProcess.run(command, environment -> PyTorch.prepare(environment, threads));
    if (process.exitCode() == UNAVAILABLE) {
      return Optional.empty();
    }
    if (process.exitCode() != 0) {
      throw new IllegalStateException(
          "%s ended with code %d; it may have said why"
              .formatted(String.join(" ", command), process.exitCode()));
    }
    return Optional.of(read(process));
  }

  private JobTimes read(TimedProcess process) {
    try {
      JsonNode answer = new ObjectMapper().readTree(process.output());
      versions =
          "PyTorch %s; its OpenBLAS's kernels: %s"
              .formatted(
                  answer.get("versions").get(0).asText(), answer.get("versions").get(1).asText());
      Map<String, Double> parts = new LinkedHashMap<>();
      answer
          .get("parts")
          .fields()
          .forEachRemaining(p -> parts.put(p.getKey(), p.getValue().asDouble()));
      return new JobTimes(
          process.seconds(), process.processorSeconds(), parts, answer.get("reached").asDouble());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the peer answered \"" + process.output() + "\"", e);
    }
  }
}
