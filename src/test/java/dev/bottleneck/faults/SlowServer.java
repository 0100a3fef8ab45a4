package dev.bottleneck.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bottleneck.data.ToyDownload;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves the files of a data set a piece at a time. */
final class SlowServer implements AutoCloseable {
  private static final int PIECES = 20;
  private static final int PAUSE_MILLISECONDS = 10;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final LinkedBlockingQueue<Object> never = new LinkedBlockingQueue<>();
  private final AtomicInteger served = new AtomicInteger();

  SlowServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** How many files were served whole. */
  int served() {
    return served.get();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] body = ToyDownload.file(path.substring(1));
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      for (int piece = 0; piece < PIECES; piece++) {
        int from = body.length / PIECES * piece;
        int to = piece == PIECES - 1 ? body.length : from + body.length / PIECES;
        out.write(body, from, to - from);
        out.flush();
        never.poll(PAUSE_MILLISECONDS, TimeUnit.MILLISECONDS);
      }
      served.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
