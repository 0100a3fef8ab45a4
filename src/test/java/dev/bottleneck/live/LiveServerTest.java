package dev.bottleneck.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the live page's server gives, to whom, and nothing else. */
class LiveServerTest {
  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private final FakePage page = new FakePage();
  private final List<URI> opened = new ArrayList<>();
  private LiveServer server;
  private URI address;

  @BeforeEach
  void open() {
    server = LiveServer.open(new LiveOptions(0, opened::add));
    server.show(page);
    address = opened.get(0);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void theAddressIsThisMachinesAloneAndCannotBeGuessed() {
    assertThat(address.getHost()).isEqualTo("127.0.0.1");
    assertThat(address.getPath()).matches("/[0-9a-f]{32}/");
    assertThat(server.address()).isEqualTo(address);
  }

  @Test
  void thePageIsWholeAndItsContentIsGivenAgainWhenItIsNew() throws Exception {
    assertThat(get("").body()).contains("Work &lt;under&gt; way", "<!DOCTYPE html>", "Nothing yet");
    HttpResponse<String> first = get("main/me");
    assertThat(first.body()).contains("Nothing yet").doesNotContain("DOCTYPE", "<script>");
    String tag = first.headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> same = get("main/me", "If-None-Match", tag);
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    page.epochs(1);
    HttpResponse<String> second = get("main/me", "If-None-Match", tag);
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.body()).contains("1 epochs are done", "data-name=\"first\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/main/me",
        "/00000000000000000000000000000000/",
        "../etc/passwd",
        "figures/a.png",
        "main",
        "%2e%2e/",
        "MAIN/me"
      })
  void nothingElseIsThere(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("There is nothing here.\n");
  }

  @Test
  void nothingCanBeSent() throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.ofString("x")).build();
    assertThat(client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "127.0.0.1:8000", "localhost:8000"})
  void aTunnelMayHaveAnotherPort(String host) throws Exception {
    assertThat(raw(host)).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "evil.example:8000", "127.0.0.1.x", "x127.0.0.1", "localhost.x:1"})
  void aPageOfAnotherNameIsNotAnswered(String host) throws Exception {
    assertThat(raw(host)).startsWith("HTTP/1.1 404");
  }

  private String raw(String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
      String request =
          "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
              .formatted(address.getPath(), host);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void pagesTakeNothingFromElsewhere() throws Exception {
    var headers = get("").headers();
    assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'");
    assertThat(headers.firstValue("Cache-Control")).contains("no-store");
    assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
  }

  @Test
  void itIsWatchedByThoseWhoAsk() throws Exception {
    assertThat(server.isWatched()).isFalse();
    get("main/me");
    assertThat(server.isWatched()).isTrue();
  }

  @Test
  void whoeverWatchesGetsTheReport() throws Exception {
    get("main/me");
    Path report = Files.writeString(folder.resolve("report.html"), "the report");
    CompletableFuture<Void> concluded = CompletableFuture.runAsync(() -> server.conclude(report));
    int status;
    do {
      status = get("main/me").statusCode();
    } while (status == 200);
    assertThat(status).isEqualTo(205);
    assertThat(concluded).isNotDone();
    assertThat(get("").body()).isEqualTo("the report");
    concluded.join();
  }

  /** Ctrl-C interrupts the thread that ends the work. */
  @Test
  void whoeverWatchesGetsTheReportOfWorkThatWasStopped() throws Exception {
    get("main/me");
    Path report = Files.writeString(folder.resolve("report.html"), "the report");
    CompletableFuture<Boolean> concluded =
        CompletableFuture.supplyAsync(
            () -> {
              Thread.currentThread().interrupt();
              server.conclude(report);
              return Thread.interrupted();
            });
    int status;
    do {
      status = get("main/me").statusCode();
    } while (status == 200);
    assertThat(concluded).isNotDone();
    get("");
    assertThat(concluded.join()).as("still interrupted").isTrue();
  }

  @Test
  void aPageThatCannotBeMadeIsToldAndMadeAgain() throws Exception {
    page.broken(true);
    assertThat(get("main/me").statusCode()).isEqualTo(500);
    assertThat(get("").statusCode()).isEqualTo(500);
    page.broken(false);
    assertThat(get("main/me").statusCode()).isEqualTo(200);
  }

  /** What takes long to send, such as a report through a slow tunnel, is not cut off. */
  @Test
  void onlyRequestsHaveATime() {
    assertThat(System.getProperty("sun.net.httpserver.maxReqTime")).isNotNull();
    assertThat(System.getProperty("sun.net.httpserver.maxRspTime")).isNull();
  }

  @Test
  void withoutWatchersNothingIsWaitedFor() throws Exception {
    server.conclude(Files.writeString(folder.resolve("report.html"), "the report"));
    assertThat(get("").body()).isEqualTo("the report");
  }

  @Test
  void aReportThatIsNotThereLeavesThePage() throws Exception {
    server.conclude(folder.resolve("report.html"));
    assertThat(get("").body()).contains("Nothing yet");
  }

  @Test
  void aPortThatIsTakenIsTold() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      LiveOptions there = new LiveOptions(taken.getLocalPort(), at -> {});
      assertThatThrownBy(() -> LiveServer.open(there))
          .isInstanceOf(UserError.class)
          .hasMessageStartingWith("--live-port " + taken.getLocalPort());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536})
  void aPortThatIsNoneIsRefused(int port) {
    assertThatThrownBy(() -> new LiveOptions(port, at -> {}))
        .isInstanceOf(UserError.class)
        .hasMessage("--live-port is %d: it must lie between 0 and 65535".formatted(port));
  }
}
