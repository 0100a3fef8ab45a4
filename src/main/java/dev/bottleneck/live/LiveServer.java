package dev.bottleneck.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one page on this machine's loopback, under a token that nobody can guess, and nothing
 * else: no other address, no file of anybody's choice, nothing that changes anything.
 *
 * <p>{@code GET /TOKEN/} is the page; {@code GET /TOKEN/main/WATCHER} its content, which the page
 * asks for once a second and merges into itself: 304 while it is the same, 205 once the work has
 * ended, whose report is the page from then on.
 */
public final class LiveServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LiveServer.class);

  private static final int TOKEN_BYTES = 16;
  private static final int THREADS = 2;

  /** One who sends half a request would else hold a thread for ever; in seconds. */
  private static final String REQUEST_SECONDS = "10";

  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final Pattern LOCAL = Pattern.compile("(127\\.0\\.0\\.1|localhost)(:[0-9]*)?");

  private static final Answer NOTHING = Answer.text(404, "There is nothing here.");

  private final HttpServer server;
  private final ExecutorService threads;
  private final String token;
  private final FileTime opened = FileTime.from(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  private final Watchers watchers = new Watchers();
  private final LiveOptions options;
  private final AtomicBoolean warned = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile LivePage page;
  private volatile byte[] report; // null until there is one
  private Content content = new Content(-1, new byte[0]); // guarded by this

  /** The page's content at a version. */
  private record Content(long version, byte[] html) {}

  private LiveServer(HttpServer server, LiveOptions options) {
    this.server = server;
    this.options = options;
    byte[] chance = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(chance);
    token = HexFormat.of().formatHex(chance);
    AtomicInteger made = new AtomicInteger();
    threads =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "live page " + made.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Takes the port; nothing is answered yet.
   *
   * @throws UserError if it cannot be had
   */
  public static LiveServer open(LiveOptions options) {
    // Documented in the module jdk.httpserver.
    String patience = "sun.net.httpserver.maxReqTime";
    System.setProperty(patience, System.getProperty(patience, REQUEST_SECONDS));
    try {
      // Outright: the loopback address may be that of IPv6, which no tunnel leads to by itself.
      InetAddress loopback = InetAddress.getByAddress(LOOPBACK);
      InetSocketAddress at = new InetSocketAddress(loopback, options.port());
      return new LiveServer(HttpServer.create(at, 0), options);
    } catch (IOException e) {
      throw new UserError(
          "--live-port %d: the page cannot be served there (%s)"
              .formatted(options.port(), e.getMessage()),
          e);
    }
  }

  /** Serves {@code its} from now on, and tells where. */
  public void show(LivePage its) {
    page = its;
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
    options.opened().accept(address());
  }

  /** Where the page is. */
  public URI address() {
    return URI.create("http://127.0.0.1:%d/%s/".formatted(server.getAddress().getPort(), token));
  }

  /** Whether somebody has the page open: what nobody sees need not be drawn. */
  public boolean isWatched() {
    return watchers.any();
  }

  /**
   * Has a report, if the work has come to one, take the page's place, and waits until those who
   * watch have it, for a few seconds at the most.
   *
   * @param written where it would be
   */
  public void conclude(Path written) {
    boolean interrupted = Thread.interrupted(); // whoever stops the work may watch it, too
    try {
      FileTime at = Files.getLastModifiedTime(written);
      if (at.compareTo(opened) < 0) {
        return; // that of an earlier end
      }
      report = Files.readAllBytes(written);
      watchers.awaitServed();
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (NoSuchFileException e) {
      log.info("the work has no report that the live page could show");
    } catch (IOException e) {
      log.warn("the report cannot be shown on the live page", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    server.stop(0);
    threads.shutdownNow();
    boolean interrupted = Thread.interrupted(); // what the page tells of may be closed next
    try {
      if (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
        log.info("a request for the live page is not answered any more");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer;
      try {
        answer = answerTo(exchange);
      } catch (RuntimeException e) {
        if (warned.compareAndSet(false, true)) { // it is asked for once a second
          log.warn("the live page could not be made", e);
        }
        answer = Answer.text(500, "This page could not be made.");
      }
      answer.send(exchange);
      if (answer.body() == report) {
        watchers.served();
      }
    }
  }

  private Answer answerTo(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    String own = "/" + token + "/";
    if (!isLocal(exchange.getRequestHeaders().getFirst("Host")) || !path.startsWith(own)) {
      return NOTHING;
    }
    if (!exchange.getRequestMethod().equals("GET")) {
      return Answer.text(405, "This page can only be read.");
    }
    byte[] instead = report;
    if (path.equals(own)) {
      return Answer.page(instead == null ? Answer.bytes(page.page().renderLive()) : instead);
    }
    if (!path.startsWith(own + "main/")) {
      return NOTHING;
    }
    String watcher = path.substring((own + "main/").length());
    if (instead != null) {
      watchers.told(watcher);
      return Answer.bare(205);
    }
    watchers.asked(watcher);
    return news(exchange);
  }

  private Answer news(HttpExchange exchange) {
    Content now = content();
    String tag = "\"" + now.version() + "\"";
    exchange.getResponseHeaders().set("ETag", tag);
    boolean known = tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
    return known ? Answer.bare(304) : Answer.page(now.html());
  }

  /** Made once for all that watch. */
  private synchronized Content content() {
    long version = page.version();
    if (content.version() != version) {
      content = new Content(version, Answer.bytes(page.page().renderContent()));
    }
    return content;
  }

  /**
   * A page of elsewhere may have its own name resolve to loopback; a browser tells that name. The
   * port may be another one, that of a tunnel.
   */
  private static boolean isLocal(String host) {
    return host != null && LOCAL.matcher(host).matches();
  }
}
