package dev.bottleneck.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Downloads files over HTTP, with a progress bar on a terminal, against one deadline for all. */
final class Download {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final Duration timeout;
  private final long deadline;

  /**
   * A download that may take {@code timeout} in all, from now on.
   *
   * <p>HttpClient's own request timeout ends with the response's header; a body that stalls would
   * be waited for without end.
   */
  Download(Duration timeout) {
    this.timeout = timeout;
    this.deadline = System.nanoTime() + timeout.toNanos();
  }

  /** The whole body; anything but success is an {@link IOException} whose message says why. */
  byte[] get(URI address) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(address).build();
    try (ProgressBar bar = progressBar(address)) {
      CompletableFuture<HttpResponse<byte[]>> response =
          client.sendAsync(request, info -> subscriber(info, bar));
      HttpResponse<byte[]> received = await(response, address);
      if (received.statusCode() != 200) {
        throw new IOException("HTTP status " + received.statusCode() + " for " + address);
      }
      return received.body();
    }
  }

  private <T> T await(CompletableFuture<T> response, URI address) throws IOException {
    try {
      return response.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      response.cancel(true);
      throw new IOException("not done after " + timeout.toMillis() / 1000.0 + " s", e);
    } catch (InterruptedException e) {
      response.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException(reason(e.getCause()) + " for " + address, e.getCause());
    }
  }

  /** What went wrong; HttpClient's connection errors have no message, but often a telling cause. */
  private static String reason(Throwable failure) {
    String name = failure.getClass().getSimpleName();
    if (failure.getMessage() != null) {
      return name + ": " + failure.getMessage();
    }
    return failure.getCause() == null ? name : name + " by " + reason(failure.getCause());
  }

  /** Collects the body of a success; the body of a failure is of no interest. */
  private static HttpResponse.BodySubscriber<byte[]> subscriber(
      HttpResponse.ResponseInfo info, ProgressBar bar) {
    if (info.statusCode() != 200) {
      return BodySubscribers.replacing(new byte[0]);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (bar != null) {
      info.headers().firstValueAsLong("content-length").ifPresent(bar::maxHint);
    }
    return BodySubscribers.mapping(
        BodySubscribers.ofByteArrayConsumer(
            chunk -> {
              body.writeBytes(chunk.orElse(new byte[0]));
              if (bar != null) {
                bar.stepTo(body.size());
              }
            }),
        done -> body.toByteArray());
  }

  /** A progress bar, or null (which try-with-resources takes) if nobody is there to see it. */
  private static ProgressBar progressBar(URI address) {
    if (System.console() == null) {
      return null;
    }
    String path = address.getPath();
    return new ProgressBarBuilder()
        .setTaskName(path.substring(path.lastIndexOf('/') + 1))
        .setUnit(" MiB", 1 << 20)
        .setInitialMax(-1)
        .build();
  }
}
