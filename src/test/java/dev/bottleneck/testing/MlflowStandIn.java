package dev.bottleneck.testing;

import static dev.bottleneck.testing.MlflowForm.fields;
import static dev.bottleneck.testing.MlflowForm.require;
import static dev.bottleneck.testing.MlflowForm.requireName;
import static dev.bottleneck.testing.MlflowForm.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bottleneck.testing.MlflowForm.Refused;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The calls of MLflow's tracking server that are made here, with the limits and the answers of its
 * documentation (https://mlflow.org/docs/latest/rest-api.html); what is not of its form is answered
 * as it answers, by INVALID_PARAMETER_VALUE.
 */
public final class MlflowStandIn implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH = "/api/2.0/mlflow/";

  private final HttpServer server;
  private final Map<String, String> experiments = new LinkedHashMap<>();
  private final Map<String, Entry> runs = new LinkedHashMap<>();
  private final List<String> credentials = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private final Set<String> deleted = new HashSet<>();
  private final Set<String> unseen = new HashSet<>();
  private int callsLeft = Integer.MAX_VALUE;

  /** A value as it was logged. */
  public record Metric(String key, double value, long timestamp, long step) {}

  /** A run as the server has it. */
  public static final class Entry {
    public final String name;
    public final String experiment;
    public final Map<String, String> tags = new LinkedHashMap<>();
    public final Map<String, String> parameters = new LinkedHashMap<>();
    public final List<Metric> metrics = new ArrayList<>();
    public String status = "RUNNING";

    Entry(String name, String experiment) {
      this.name = name;
      this.experiment = experiment;
    }
  }

  /** Starts one on a free port. */
  public MlflowStandIn() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Its address. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From so many calls on it answers that it is broken. */
  public synchronized void breakAfter(int calls) {
    callsLeft = calls;
  }

  /** Deletes an experiment, whose name stays taken. */
  public synchronized void delete(String experiment) {
    deleted.add(experiment);
  }

  /** When it is next asked for, the experiment is not there yet. */
  public synchronized void hideOnce(String experiment) {
    unseen.add(experiment);
  }

  public synchronized List<Entry> runs() {
    return List.copyOf(runs.values());
  }

  public synchronized Set<String> experiments() {
    return Set.copyOf(experiments.keySet());
  }

  /** The run's id that has this name. */
  public synchronized String id(String name) {
    return runs.entrySet().stream()
        .filter(run -> run.getValue().name.equals(name))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /** Who asked, as they said. */
  public synchronized List<String> credentials() {
    return List.copyOf(credentials);
  }

  /** What was asked in a wrong way. */
  public synchronized List<String> wrong() {
    return List.copyOf(wrong);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      credentials.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      String call = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (callsLeft-- <= 0) {
        send(exchange, 500, "<html>broken</html>");
        return;
      }
      try {
        require(call.startsWith(PATH), "no such path");
        // uvicorn, which serves MLflow, drops the body of a request that offers HTTP/2.
        require(!exchange.getRequestHeaders().containsKey("Upgrade"), "an upgrade is offered");
        ObjectNode found =
            exchange.getRequestMethod().equals("GET")
                ? get(call.substring(PATH.length()), exchange.getRequestURI().getRawQuery())
                : post(call.substring(PATH.length()), JSON.readTree(body));
        send(exchange, 200, found.toString());
      } catch (Refused e) {
        refuse(exchange, e.status, e.getMessage());
      } catch (RuntimeException | IOException e) {
        wrong.add(call + ": " + e + " in " + body);
        refuse(exchange, 400, "INVALID_PARAMETER_VALUE");
      }
    }
  }

  private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
    send(exchange, status, "{\"error_code\": \"%s\", \"message\": \"\"}".formatted(code));
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private ObjectNode get(String call, String query) {
    require(call.equals("experiments/get-by-name"), "no such call");
    require(query.startsWith("experiment_name="), "no experiment_name");
    String name =
        URLDecoder.decode(query.substring("experiment_name=".length()), StandardCharsets.UTF_8);
    if (unseen.remove(name) || !experiments.containsKey(name)) {
      throw new Refused(404, "RESOURCE_DOES_NOT_EXIST");
    }
    ObjectNode answer = JSON.createObjectNode();
    answer
        .putObject("experiment")
        .put("experiment_id", experiments.get(name))
        .put("name", name)
        .put("lifecycle_stage", deleted.contains(name) ? "deleted" : "active");
    return answer;
  }

  private ObjectNode post(String call, JsonNode asked) {
    ObjectNode answer = JSON.createObjectNode();
    switch (call) {
      case "experiments/create" -> {
        fields(asked, Set.of("name"));
        String id = Integer.toString(1000 + experiments.size());
        if (experiments.putIfAbsent(text(asked, "name"), id) != null) {
          throw new Refused(400, "RESOURCE_ALREADY_EXISTS");
        }
        answer.put("experiment_id", id);
      }
      case "runs/create" -> {
        fields(asked, Set.of("experiment_id", "run_name", "start_time", "tags"));
        require(experiments.containsValue(text(asked, "experiment_id")), "no such experiment");
        require(asked.get("start_time").isIntegralNumber(), "start_time");
        Entry run = new Entry(text(asked, "run_name"), text(asked, "experiment_id"));
        asked.get("tags").forEach(tag -> run.tags.put(text(tag, "key"), text(tag, "value")));
        String id = "%032x".formatted(runs.size() + 1);
        runs.put(id, run);
        answer.putObject("run").putObject("info").put("run_id", id).put("status", run.status);
      }
      case "runs/log-batch" -> log(asked);
      case "runs/update" -> {
        fields(asked, Set.of("run_id", "status", "end_time"));
        Entry run = run(asked);
        require(
            Set.of("FINISHED", "FAILED", "KILLED").contains(text(asked, "status")), "no status");
        require(run.status.equals("RUNNING"), "has ended before");
        run.status = text(asked, "status");
      }
      default -> throw new IllegalArgumentException("no such call");
    }
    return answer;
  }

  private void log(JsonNode asked) {
    fields(asked, Set.of("run_id", "metrics", "params"));
    Entry run = run(asked);
    require(asked.path("metrics").size() <= 1000, "too many metrics");
    require(asked.path("params").size() <= 100, "too many params");
    for (JsonNode metric : asked.path("metrics")) {
      fields(metric, Set.of("key", "value", "timestamp", "step"));
      String key = text(metric, "key");
      requireName(key);
      require(metric.get("timestamp").isIntegralNumber(), "timestamp");
      require(metric.get("step").isIntegralNumber(), "step");
      run.metrics.add(
          new Metric(
              key,
              Double.parseDouble(metric.get("value").asText()),
              metric.get("timestamp").asLong(),
              metric.get("step").asLong()));
    }
    for (JsonNode parameter : asked.path("params")) {
      fields(parameter, Set.of("key", "value"));
      requireName(text(parameter, "key"));
      require(text(parameter, "value").length() <= 500, "a value is too long");
      require(
          run.parameters.put(text(parameter, "key"), text(parameter, "value")) == null,
          "a parameter cannot be changed");
    }
  }

  private Entry run(JsonNode asked) {
    Entry run = runs.get(text(asked, "run_id"));
    require(run != null, "no such run");
    return run;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
