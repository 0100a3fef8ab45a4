package dev.bottleneck.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bottleneck.data.PublishedDataset.Home;
import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocatorTest {
  private static final byte[] A = IdxBytes.gzip(IdxBytes.images(3));
  private static final byte[] B = IdxBytes.gzip(IdxBytes.labels(1, 2, 3));
  private static final PublishedDataset TOY =
      new PublishedDataset(
          "toy",
          "",
          List.of(),
          Map.of("a", Sha256.of(A), "b", Sha256.of(B)),
          Optional.of(new Home(URI.create("http://127.0.0.1:1/"), "dataset-toy")));

  @TempDir private Path folder;
  private HttpServer server;
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch finished = new CountDownLatch(1);

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stopServer() {
    finished.countDown();
    server.stop(0);
  }

  private DataOptions options() {
    return DataOptions.of(Map.of(), folder)
        .withSystemDir(folder.resolve("system"))
        .withCacheDir(folder.resolve("cache"))
        .withDownloadBase(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/sub/"));
  }

  private void serve(String name, byte[] body) {
    serve(name, 200, body, body.length);
  }

  private void serve(String name, int status, byte[] body, int declared) {
    server.createContext(
        "/sub/" + name,
        exchange -> {
          requests.incrementAndGet();
          send(exchange, status, body, declared);
        });
  }

  private static void send(HttpExchange exchange, int status, byte[] body, int declared)
      throws IOException {
    exchange.sendResponseHeaders(status, declared);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private List<Path> cached() throws IOException {
    Path cache = folder.resolve("cache/toy");
    if (!Files.exists(cache)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(cache)) {
      return files.toList();
    }
  }

  private void assertUnavailable(DataOptions options, String reason) throws IOException {
    assertThatThrownBy(() -> Locator.find(TOY, options))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("toy is not on this machine and cannot be downloaded from http://")
        .hasMessageContainingAll(
            reason, "--data-dir", "BOTTLENECK_DATA", "package dataset-toy", "cache/toy")
        .message()
        .doesNotContain("\n");
    assertThat(cached()).isEmpty();
  }

  @Test
  void downloadsOnceIntoTheCache() throws IOException {
    serve("a.gz", A);
    serve("b.gz", B);
    assertThat(Locator.find(TOY, options()).get("b").bytes()).isEqualTo(B);
    assertThat(Locator.find(TOY, options()).get("a").bytes()).isEqualTo(A);
    assertThat(requests).hasValue(2);
    assertThat(cached())
        .extracting(path -> path.getFileName().toString())
        .containsExactlyInAnyOrder("a.gz", "b.gz");
  }

  @Test
  void replacesADamagedFileInTheCache() throws IOException {
    IdxBytes.write(folder.resolve("cache/toy"), "a.gz", new byte[3]);
    IdxBytes.write(folder.resolve("cache/toy"), "b.gz", B);
    serve("a.gz", A);
    assertThat(Locator.find(TOY, options()).get("a").bytes()).isEqualTo(A);
    assertThat(Files.readAllBytes(folder.resolve("cache/toy/a.gz"))).isEqualTo(A);
    assertThat(requests).hasValue(1);
  }

  @Test
  void keepsNothingOfAMissingFile() throws IOException {
    assertUnavailable(options(), "HTTP status 404 for http");
  }

  @Test
  void keepsNothingOfATruncatedBody() throws IOException {
    serve("a.gz", 200, Arrays.copyOf(A, 10), A.length);
    assertUnavailable(options(), "IOException");
  }

  @Test
  void keepsNothingOfAnotherFile() throws IOException {
    serve("a.gz", B);
    assertUnavailable(options(), "SHA-256 " + Sha256.of(B) + ", expected " + Sha256.of(A));
  }

  @Test
  void givesUpOnABodyThatStalls() throws IOException {
    server.createContext(
        "/sub/a.gz",
        exchange -> {
          exchange.sendResponseHeaders(200, A.length);
          exchange.getResponseBody().write(A, 0, 5);
          exchange.getResponseBody().flush();
          awaitEndOfTest();
          exchange.close();
        });
    assertUnavailable(
        options().withDownloadTimeout(Duration.ofMillis(300)), "not done after 0.3 s");
  }

  private void awaitEndOfTest() throws IOException {
    try {
      finished.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void saysWhyThereIsNoConnection() throws IOException {
    assertUnavailable(
        options().withDownloadBase(URI.create("http://127.0.0.1:1/")), "ConnectException");
  }

  @Test
  void looksInTheUsersFolderFirst() throws IOException {
    Path given = folder.resolve("given");
    IdxBytes.write(given, "a.gz", A);
    IdxBytes.write(given, "b.gz", B);
    IdxBytes.write(folder.resolve("system/toy"), "a.gz", new byte[3]);
    assertThat(Locator.find(TOY, options().withDataDir(given)).get("a").location())
        .isEqualTo(given.resolve("a.gz").toString());
    IdxBytes.write(given.resolve("toy"), "a.gz", A);
    IdxBytes.write(given.resolve("toy"), "b.gz", B);
    assertThat(Locator.find(TOY, options().withDataDir(given)).get("a").location())
        .isEqualTo(given.resolve("toy/a.gz").toString());
  }

  @Test
  void looksInTheSystemsFolderNext() throws IOException {
    Path system = folder.resolve("system/toy");
    IdxBytes.write(system, "a.gz", A);
    IdxBytes.write(system, "b.gz", B);
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(Locator.find(TOY, options().withDataDir(empty)).get("b").location())
        .isEqualTo(system.resolve("b.gz").toString());
  }

  @Test
  void refusesAnotherOrIncompleteSetInTheUsersFolder() throws IOException {
    Path given = folder.resolve("given");
    IdxBytes.write(given, "a.gz", A);
    assertThatThrownBy(() -> Locator.find(TOY, options().withDataDir(given)))
        .isInstanceOf(UserError.class)
        .hasMessage(given.resolve("b.gz") + " does not exist");
    IdxBytes.write(given, "b.gz", A);
    assertThatThrownBy(() -> Locator.find(TOY, options().withDataDir(given)))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "%s is not the published file: SHA-256 is %s, expected %s",
            given.resolve("b.gz"), Sha256.of(A), Sha256.of(B));
    assertThatThrownBy(() -> Locator.find(TOY, options().withDataDir(folder.resolve("no"))))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith("no (--data-dir or BOTTLENECK_DATA) is not a folder");
  }
}
