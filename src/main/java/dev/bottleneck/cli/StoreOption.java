package dev.bottleneck.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a sweep's trials are. */
final class StoreOption {
  @Option(
      names = "--store",
      paramLabel = "URL",
      description =
          "Keep the trials in a PostgreSQL database, such as jdbc:postgresql://host/database, which"
              + " workers on any machine share; the password comes from PGPASSWORD or PGPASSFILE"
              + " (default: a file in the sweep's folder).")
  private String url;

  Optional<String> url() {
    return Optional.ofNullable(url);
  }
}
