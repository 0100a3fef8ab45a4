package dev.bottleneck.cli;

import dev.bottleneck.JobsBuilder;
import picocli.CommandLine.Option;

/** The page that shows work under way. */
final class LiveFlags {
  @Option(
      names = "--live",
      description =
          "Show what is found while it is found, on a page that this machine alone can open; its"
              + " address is printed.")
  private boolean live;

  @Option(
      names = "--live-port",
      paramLabel = "PORT",
      description = "The page's port (default: any that is free); with or without --live.")
  private Integer port;

  void applyTo(JobsBuilder<?> jobs) {
    if (live || port != null) {
      jobs.live(port == null ? 0 : port, at -> System.out.println("Live: " + at));
    }
  }
}
