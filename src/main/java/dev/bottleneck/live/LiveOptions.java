package dev.bottleneck.live;

import dev.bottleneck.runtime.Require;
import java.net.URI;
import java.util.function.Consumer;

/**
 * That work is shown while it is carried out; no number depends on it.
 *
 * @param port of this machine's loopback; 0 for any that is free
 * @param opened hears of the page's address once it can be asked for
 */
public record LiveOptions(int port, Consumer<URI> opened) {
  private static final int LAST_PORT = 65_535;

  /** Checks the port. */
  public LiveOptions {
    Require.between("--live-port", port, 0, LAST_PORT);
  }
}
