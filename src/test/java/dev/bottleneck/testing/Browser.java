package dev.bottleneck.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Chromium without a window, driven by its own protocol
 * (https://chromedevtools.github.io/devtools-protocol).
 */
public final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SECONDS = 60;

  /** What is said of a page that is left while it is asked. */
  private static final Pattern LEFT =
      Pattern.compile("navigated or closed|context was destroyed|Cannot find context");

  private final Process process;
  private final Path profile;
  private final WebSocket socket;
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();
  private String session;

  private Browser(Process process, Path profile, URI address) throws Exception {
    this.process = process;
    this.profile = profile;
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(address, new Listener())
            .get(SECONDS, TimeUnit.SECONDS);
    String target =
        send("Target.createTarget", Map.of("url", "about:blank")).get("targetId").asText();
    session =
        send("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .get("sessionId")
            .asText();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      send(domain + ".enable", Map.of());
    }
  }

  /** Chromium's command, if this machine has one. */
  public static Optional<Path> find() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(n -> Path.of(folder, n)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts one; {@code profile} is a folder of its own. */
  public static Browser start(Path profile) throws Exception {
    Process process =
        new ProcessBuilder(
                find().orElseThrow().toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return new Browser(process, profile, address(process.errorReader(StandardCharsets.UTF_8)));
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static URI address(BufferedReader errors) throws IOException {
    List<String> said = new ArrayList<>();
    for (String line = errors.readLine(); line != null; line = errors.readLine()) {
      if (line.startsWith("DevTools listening on ")) {
        drain(errors);
        return URI.create(line.substring("DevTools listening on ".length()).strip());
      }
      said.add(line);
    }
    throw new IOException("the browser did not start: " + said);
  }

  /** A full pipe would stop it. */
  private static void drain(BufferedReader errors) {
    Thread reader = new Thread(() -> errors.lines().forEach(line -> {}), "browser's errors");
    reader.setDaemon(true);
    reader.start();
  }

  /** Opens a page in a window of this size and waits until it has loaded. */
  public void open(URI page, int width, int height) throws Exception {
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    complaints.clear();
    requests.clear();
    loaded = new CompletableFuture<>();
    send("Page.navigate", Map.of("url", page.toString()));
    loaded.get(SECONDS, TimeUnit.SECONDS);
  }

  /** Whether the page is to be dark. */
  public void dark(boolean dark) throws Exception {
    String scheme = dark ? "dark" : "light";
    send(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Whether the page is to be as on paper. */
  public void paper(boolean paper) throws Exception {
    send("Emulation.setEmulatedMedia", Map.of("media", paper ? "print" : "screen"));
  }

  /** What {@code expression} is, a promise's when it is kept. */
  public JsonNode evaluate(String expression) throws Exception {
    JsonNode answer =
        send(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(answer.get("exceptionDetails").toString());
    }
    return answer.get("result").path("value");
  }

  /** Waits, frame by frame, until {@code condition} is true, also of a page that follows. */
  public void await(String condition) throws Exception {
    String frames =
        "new Promise(function (done) { var end = performance.now() + 20000; (function look() {"
            + " if ("
            + condition
            + ") done(true); else if (performance.now() > end) done(false);"
            + " else requestAnimationFrame(look); })(); })";
    boolean came = false;
    for (boolean asked = false; !asked; ) {
      try {
        came = evaluate(frames).asBoolean();
        asked = true;
      } catch (ExecutionException e) {
        if (!LEFT.matcher(e.getMessage()).find()) {
          throw e;
        }
      }
    }
    if (!came) {
      throw new AssertionError("never true: " + condition);
    }
  }

  /** The middle of the element that {@code selector} finds, scrolled into view. */
  public double[] middle(String selector) throws Exception {
    JsonNode at =
        evaluate(
            "(function () { var e = document.querySelector("
                + JSON.writeValueAsString(selector)
                + "); e.scrollIntoView({block: 'center', behavior: 'instant'}); var r = e.getBoundingClientRect();"
                + " return [r.left + r.width / 2, r.top + r.height / 2, r.width, r.height]; })()");
    return JSON.convertValue(at, double[].class);
  }

  public void move(double x, double y) throws Exception {
    mouse("mouseMoved", x, y, 0);
  }

  public void click(String selector) throws Exception {
    double[] at = middle(selector);
    drag(at[0], at[1], at[0], at[1]);
  }

  /** Presses, moves in steps, and lets go. */
  public void drag(double fromX, double fromY, double toX, double toY) throws Exception {
    mouse("mouseMoved", fromX, fromY, 0);
    mouse("mousePressed", fromX, fromY, 1);
    for (int step = 1; step <= 5 && (fromX != toX || fromY != toY); step++) {
      mouse("mouseMoved", fromX + (toX - fromX) * step / 5, fromY + (toY - fromY) * step / 5, 1);
    }
    mouse("mouseReleased", toX, toY, 0);
  }

  private void mouse(String type, double x, double y, int buttons) throws Exception {
    send(
        "Input.dispatchMouseEvent",
        Map.of(
            "type",
            type,
            "x",
            x,
            "y",
            y,
            "button",
            type.equals("mouseMoved") && buttons == 0 ? "none" : "left",
            "buttons",
            buttons,
            "clickCount",
            1));
  }

  public void press(String key) throws Exception {
    for (String type : List.of("keyDown", "keyUp")) {
      send("Input.dispatchKeyEvent", Map.of("type", type, "key", key, "code", key));
    }
  }

  /** The whole page as PNG. */
  public byte[] page() throws Exception {
    return picture(true);
  }

  /** What the window shows, as PNG. */
  public byte[] window() throws Exception {
    return picture(false);
  }

  private byte[] picture(boolean whole) throws Exception {
    JsonNode answer =
        send("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", whole));
    return Base64.getDecoder().decode(answer.get("data").asText());
  }

  /** Errors and warnings of the page since it was opened. */
  public List<String> complaints() {
    return complaints;
  }

  /** What the page asked for over any network. */
  public List<String> requests() {
    return requests;
  }

  private JsonNode send(String method, Map<String, Object> parameters) throws Exception {
    int id = last.incrementAndGet();
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(parameters));
    if (session != null) {
      message.put("sessionId", session);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    socket.sendText(message.toString(), true);
    try {
      return answer.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer to " + method, e);
    }
  }

  private void hear(JsonNode message) {
    if (message.has("id")) {
      CompletableFuture<JsonNode> answer = waiting.remove(message.get("id").asInt());
      if (message.has("error")) {
        answer.completeExceptionally(new IOException(message.get("error").toString()));
      } else {
        answer.complete(message.get("result"));
      }
      return;
    }
    JsonNode parameters = message.path("params");
    switch (message.path("method").asText()) {
      case "Page.loadEventFired" -> loaded.complete(null);
      case "Runtime.exceptionThrown", "Log.entryAdded" -> complaints.add(parameters.toString());
      case "Runtime.consoleAPICalled" -> {
        if (!parameters.path("type").asText().equals("log")) {
          complaints.add(parameters.toString());
        }
      }
      case "Network.requestWillBeSent" -> {
        String url = parameters.at("/request/url").asText();
        if (!url.startsWith("data:") && !url.startsWith("file:")) {
          requests.add(url);
        }
      }
      default -> {} // events that nobody asks about
    }
  }

  /** The folder of its profile is gone when this returns. */
  @Override
  public void close() throws Exception {
    List<ProcessHandle> helpers = process.descendants().toList();
    socket.abort();
    process.destroy();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    helpers.forEach(ProcessHandle::destroyForcibly);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (Files.exists(profile)) {
      try {
        Files.walkFileTree(profile, new Removal());
      } catch (DirectoryNotEmptyException | NoSuchFileException e) { // a helper that still ends
        if (System.nanoTime() > end) {
          throw e;
        }
      }
    }
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes of) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException none) throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
      text.append(part);
      if (isLast) {
        try {
          hear(JSON.readTree(text.toString()));
        } catch (IOException e) {
          complaints.add("not JSON: " + text);
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
