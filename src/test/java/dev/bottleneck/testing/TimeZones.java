package dev.bottleneck.testing;

import java.io.IOException;
import java.util.TimeZone;

/** The system's time zone, for a while. */
public final class TimeZones {
  private TimeZones() {}

  /** What is done there. */
  @FunctionalInterface
  public interface Work {
    void run() throws IOException;
  }

  public static void within(String zone, Work work) throws IOException {
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone(zone));
      work.run();
    } finally {
      TimeZone.setDefault(before);
    }
  }
}
