package dev.bottleneck.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What MLflow's tracking server is told, by its REST interface
 * (https://mlflow.org/docs/latest/rest-api.html, version 2.0). Who one is it asks as MLflow's own
 * clients are asked: {@code MLFLOW_TRACKING_USERNAME} and {@code MLFLOW_TRACKING_PASSWORD} if both
 * are set, else {@code MLFLOW_TRACKING_TOKEN}.
 */
public final class MlflowClient {
  /** The most that one call may hold of metrics, and of parameters. */
  private static final int METRICS_AT_ONCE = 1000;

  private static final int PARAMETERS_AT_ONCE = 100;

  /** The longest value that every version of the server takes. */
  private static final int LONGEST_PARAMETER = 500;

  private static final int LONGEST_ERROR = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String interfaces;
  private final Optional<String> credentials;

  /** A server that is offered HTTP/2 over plain text may drop what it is sent, as uvicorn does. */
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  /** How a run has come to its end. */
  public enum Ending {
    FINISHED,
    FAILED,
    /** The user stopped it. */
    KILLED
  }

  /**
   * A value of a metric.
   *
   * @param millis since 1970
   */
  public record Value(String key, double value, long millis, long step) {}

  /**
   * @param server its address, without the path of its interface
   * @param environment holds the credentials, if there are any
   */
  public MlflowClient(URI server, Map<String, String> environment) {
    interfaces = server.toString().replaceAll("/+$", "") + "/api/2.0/mlflow/";
    credentials = credentials(environment);
  }

  private static Optional<String> credentials(Map<String, String> environment) {
    String name = environment.getOrDefault("MLFLOW_TRACKING_USERNAME", "");
    String password = environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
    if (!name.isEmpty() && !password.isEmpty()) {
      byte[] both = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
      return Optional.of("Basic " + Base64.getEncoder().encodeToString(both));
    }
    String token = environment.getOrDefault("MLFLOW_TRACKING_TOKEN", "");
    if (!token.chars().allMatch(c -> c > ' ' && c < 127)) { // what the client would print
      throw new UserError("MLFLOW_TRACKING_TOKEN: it must be one word of ASCII");
    }
    return token.isEmpty() ? Optional.empty() : Optional.of("Bearer " + token);
  }

  /**
   * The id of the experiment of that name, which is made if there is none; empty if it was deleted,
   * as the server gives neither it nor its name.
   */
  public Optional<String> experiment(String name) throws IOException {
    HttpResponse<String> found = experimentCalled(name);
    if (isError(found, "RESOURCE_DOES_NOT_EXIST")) {
      HttpResponse<String> made = post("experiments/create", Map.of("name", name));
      if (!isError(made, "RESOURCE_ALREADY_EXISTS")) {
        return Optional.of(text(content(made), "experiment_id"));
      }
      found = experimentCalled(name); // another process was faster
    }
    JsonNode experiment = content(found).path("experiment");
    return experiment.path("lifecycle_stage").asText().equals("deleted")
        ? Optional.empty()
        : Optional.of(text(experiment, "experiment_id"));
  }

  private HttpResponse<String> experimentCalled(String name) throws IOException {
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
    return send(request("experiments/get-by-name?experiment_name=" + encoded));
  }

  /**
   * Begins a run, and gives its id.
   *
   * @param millis since 1970
   */
  public String begin(String experiment, String name, long millis, Map<String, String> tags)
      throws IOException {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("experiment_id", experiment);
    run.put("run_name", name);
    run.put("start_time", millis);
    run.put("tags", pairs(tags));
    return text(content(post("runs/create", run)).path("run").path("info"), "run_id");
  }

  /** Adds what the run was asked for; a value that is too long for the server is cut. */
  public void parameters(String run, Map<String, String> parameters) throws IOException {
    Map<String, String> named = new LinkedHashMap<>();
    parameters.forEach((key, value) -> named.put(MlflowName.another(key, named.keySet()), value));
    List<Map<String, String>> all = pairs(named);
    for (int from = 0; from < all.size(); from += PARAMETERS_AT_ONCE) {
      List<?> some = all.subList(from, Math.min(all.size(), from + PARAMETERS_AT_ONCE));
      content(post("runs/log-batch", Map.of("run_id", run, "params", some)));
    }
  }

  /** Adds what was measured. */
  public void metrics(String run, List<Value> values) throws IOException {
    for (int from = 0; from < values.size(); from += METRICS_AT_ONCE) {
      List<Map<String, Object>> some = new ArrayList<>();
      for (Value value : values.subList(from, Math.min(values.size(), from + METRICS_AT_ONCE))) {
        some.add(
            Map.of(
                "key", MlflowName.of(value.key()),
                "value", value.value(),
                "timestamp", value.millis(),
                "step", value.step()));
      }
      content(post("runs/log-batch", Map.of("run_id", run, "metrics", some)));
    }
  }

  /** Ends a run. */
  public void end(String run, Ending how, long millis) throws IOException {
    content(
        post("runs/update", Map.of("run_id", run, "status", how.toString(), "end_time", millis)));
  }

  private static List<Map<String, String>> pairs(Map<String, String> of) {
    List<Map<String, String>> pairs = new ArrayList<>();
    of.forEach(
        (key, value) -> {
          String fitting =
              value.length() > LONGEST_PARAMETER
                  ? value.substring(0, LONGEST_PARAMETER - 1) + "…"
                  : value;
          pairs.add(Map.of("key", key, "value", fitting));
        });
    return pairs;
  }

  private HttpResponse<String> post(String call, Map<String, Object> content) throws IOException {
    return send(
        request(call)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(content))));
  }

  private HttpRequest.Builder request(String call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(interfaces + call)).timeout(PATIENCE);
    credentials.ifPresent(its -> request.header("Authorization", its));
    return request;
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return client.send(
          request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private static JsonNode content(HttpResponse<String> answer) throws IOException {
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(
          "%s answers %d: %s"
              .formatted(answer.uri().getPath(), answer.statusCode(), shortened(answer.body())));
    }
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new IOException(
          "%s answers no JSON: %s".formatted(answer.uri().getPath(), shortened(answer.body())), e);
    }
  }

  private static boolean isError(HttpResponse<String> answer, String code) {
    try {
      return answer.statusCode() / 100 != 2
          && JSON.readTree(answer.body()).path("error_code").asText().equals(code);
    } catch (JsonProcessingException e) {
      return false; // no MLflow: another server's page of errors
    }
  }

  private static String text(JsonNode of, String key) throws IOException {
    if (!of.path(key).isTextual()) {
      throw new IOException("the answer has no " + key + ": " + shortened(of.toString()));
    }
    return of.path(key).asText();
  }

  private static String shortened(String body) {
    String line = body.strip().replaceAll("\\s+", " ");
    return line.length() > LONGEST_ERROR ? line.substring(0, LONGEST_ERROR) + "…" : line;
  }
}
