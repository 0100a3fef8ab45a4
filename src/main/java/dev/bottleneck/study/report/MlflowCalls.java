package dev.bottleneck.study.report;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes calls in their order on a thread of its own, so that no training waits for them, and none
 * any more once one has failed.
 */
final class MlflowCalls implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MlflowCalls.class);

  private final Object server;
  private final Duration patience;
  private final Consumer<String> notes;
  private final ExecutorService sender = Executors.newSingleThreadExecutor(MlflowCalls::thread);
  private final AtomicBoolean failed = new AtomicBoolean();

  /** Tells the server something. */
  @FunctionalInterface
  interface Call {
    void make() throws IOException;
  }

  /**
   * @param server is named in notes
   * @param patience how long the last calls may take
   * @param notes hears once of what cannot be told
   */
  MlflowCalls(Object server, Duration patience, Consumer<String> notes) {
    this.server = server;
    this.patience = patience;
    this.notes = notes;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "MLflow");
    thread.setDaemon(true);
    return thread;
  }

  /** Has {@code call} be made once those before have been. */
  void make(Call call) {
    sender.execute(
        () -> {
          if (failed.get()) {
            return;
          }
          try {
            call.make();
          } catch (IOException | RuntimeException e) {
            fail(
                "MLflow at %s is not told any more (%s): the training goes on"
                    .formatted(server, said(e)),
                e);
          }
        });
  }

  /** The first failure is told; what fails after it, such as what it cut short, follows from it. */
  private void fail(String note, Exception why) {
    if (failed.compareAndSet(false, true)) {
      log.warn("MLflow is not told any more", why);
      notes.accept(note);
    }
  }

  /** What went wrong; some failures to connect say nothing. */
  static String said(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** Waits for the calls for a while, also on a thread that was told to stop. */
  @Override
  public void close() {
    sender.shutdown();
    boolean interrupted = Thread.interrupted(); // a run that was stopped is to be told of as well
    try {
      if (!sender.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        fail("MLflow at %s was not told all: it is too slow".formatted(server), null);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    sender.shutdownNow();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until a call that was cut short has ended. */
  boolean awaitEnd() throws InterruptedException {
    return sender.awaitTermination(1, TimeUnit.MINUTES);
  }
}
