package dev.bottleneck.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.bottleneck.runtime.UserError;
import dev.bottleneck.testing.MlflowStandIn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls of MLflow are of the form, and within the limits, that its server takes. */
class MlflowClientTest {
  private static final String TOKEN = "MLFLOW_TRACKING_TOKEN";
  private static final String NAME = "MLFLOW_TRACKING_USERNAME";
  private static final String PASSWORD = "MLFLOW_TRACKING_PASSWORD";

  private MlflowStandIn server;

  @BeforeEach
  void start() throws IOException {
    server = new MlflowStandIn();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  static List<Arguments> environments() {
    return List.of(
        arguments(Map.of(TOKEN, "t"), "Bearer t"),
        arguments(Map.of(NAME, "me", PASSWORD, "secret"), "Basic bWU6c2VjcmV0"),
        arguments(Map.of(TOKEN, "t", NAME, "me", PASSWORD, "secret"), "Basic bWU6c2VjcmV0"),
        arguments(Map.of(TOKEN, "t", NAME, "me"), "Bearer t"),
        arguments(Map.of(TOKEN, "t", NAME, "me", PASSWORD, ""), "Bearer t"),
        arguments(Map.of(TOKEN, "", NAME, "me"), "null"),
        arguments(Map.of(), "null"));
  }

  @ParameterizedTest
  @MethodSource("environments")
  void credentialsAreThoseOfMlflowsOwnClients(Map<String, String> environment, String sent)
      throws IOException {
    new MlflowClient(server.address(), environment).experiment("a");
    assertThat(server.credentials()).containsOnly(sent);
  }

  @Test
  void anExperimentThatAnotherProcessMakesMeanwhileIsTaken() throws IOException {
    MlflowClient client = new MlflowClient(server.address(), Map.of());
    Optional<String> first = client.experiment("a");
    server.hideOnce("a");
    assertThat(client.experiment("a")).isEqualTo(first).isPresent();
  }

  @Test
  void oddNamesAreToldByTheNearestThatIsTaken() throws IOException {
    MlflowClient client = new MlflowClient(server.address(), Map.of());
    String run = client.begin(client.experiment("a").orElseThrow(), "r", 1, Map.of());
    List<String> odd = List.of("recall@5", "/a//b/", "../x", "a/./b", "λ", "", "x".repeat(300));
    client.metrics(run, odd.stream().map(name -> new MlflowClient.Value(name, 1, 1, 1)).toList());
    Map<String, String> parameters = new LinkedHashMap<>();
    List.of("λ", "μ", "ν", "y".repeat(300), "y".repeat(299), "a:b", "a_b")
        .forEach(name -> parameters.put(name, name));
    client.parameters(run, parameters);
    assertThat(server.wrong()).isEmpty();
    MlflowStandIn.Entry told = server.runs().get(0);
    assertThat(told.metrics)
        .extracting(MlflowStandIn.Metric::key)
        .containsExactly("recall_5", "a/b", "__/x", "a/_/b", "_", "_", "x".repeat(250));
    assertThat(told.parameters)
        .hasSize(7)
        .containsEntry("_", "λ")
        .containsEntry("__2", "μ")
        .containsEntry("a_b_2", "a_b");
  }

  @Test
  void aTokenThatNoHeaderMayHoldIsNotPrinted() {
    assertThatThrownBy(() -> new MlflowClient(server.address(), Map.of(TOKEN, "sec\nret")))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(TOKEN)
        .hasMessageNotContaining("sec\n");
  }

  @Test
  void manyValuesAreToldInAsManyCallsAsItTakes() throws IOException {
    MlflowClient client = new MlflowClient(server.address(), Map.of());
    String run = client.begin(client.experiment("a").orElseThrow(), "r", 1, Map.of());
    List<MlflowClient.Value> values = new ArrayList<>();
    IntStream.range(0, 2_500).forEach(i -> values.add(new MlflowClient.Value("loss", i, 1, i)));
    values.set(0, new MlflowClient.Value("loss", Double.NaN, 1, 0));
    client.metrics(run, values);
    client.parameters(run, Map.of("long", "x".repeat(2_000)));
    assertThat(server.wrong()).isEmpty();
    assertThat(server.runs().get(0).metrics).hasSize(2_500);
    assertThat(server.runs().get(0).metrics.get(0).value()).isNaN();
    assertThat(server.runs().get(0).parameters.get("long")).hasSize(500);
  }
}
