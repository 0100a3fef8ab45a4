package dev.bottleneck.live;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What is sent to a browser.
 *
 * @param status of HTTP
 * @param type of the body, all of which is UTF-8
 */
record Answer(int status, String type, byte[] body) {
  /** A page is whole in itself: what it asks for is its server's alone. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'";

  /** A page. */
  static Answer page(byte[] html) {
    return new Answer(200, "text/html", html);
  }

  /** A line for a person. */
  static Answer text(int status, String line) {
    return new Answer(status, "text/plain", bytes(line + "\n"));
  }

  /** A status that says it all. */
  static Answer bare(int status) {
    return new Answer(status, "text/plain", new byte[0]);
  }

  void send(HttpExchange exchange) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type + "; charset=utf-8");
    headers.set("Cache-Control", "no-store");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Content-Security-Policy", POLICY);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
