package dev.bottleneck.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/**
 * All kinds of faults, many times: {@code ./mvnw -Pfaults verify}, which writes results/FAULTS.md.
 *
 * <p>{@code -Dfaults.seed}: another course of it; {@code -Dfaults.share}: so large a part of it, or
 * so many times it; {@code -Dfaults.only}: the kinds whose names begin so, without a page, and with
 * {@code -Dfaults.number} one case; {@code -Dfaults.page}: another page.
 */
class FaultCampaign {
  private static final int AT_ONCE = 2;

  @Test
  void everyFaultIsSurvived() throws IOException, InterruptedException, ExecutionException {
    long begun = System.nanoTime();
    long seed = Long.getLong("faults.seed", 1);
    String only = System.getProperty("faults.only", "");
    double share = Double.parseDouble(System.getProperty("faults.share", "1"));
    Path folder = Files.createTempDirectory("bottleneck-faults");
    Campaign campaign = new Campaign(new Workshop(folder), seed, AT_ONCE, System.out);
    Map<Fault, Integer> wanted = new LinkedHashMap<>();
    Campaign.faults().stream()
        .filter(fault -> fault.name().startsWith(only))
        .forEach(fault -> wanted.put(fault, (int) Math.ceil(share * fault.wanted())));
    assertThat(wanted).as("kinds that begin with " + only).isNotEmpty();
    Integer number = Integer.getInteger("faults.number");
    if (number != null) {
      for (Fault fault : wanted.keySet()) {
        assertThat(campaign.carryOut(fault, number, fault.wanted()).complaints()).isEmpty();
      }
      return;
    }
    List<Campaign.Tally> tallies = campaign.carryOut(wanted);
    if (only.isEmpty()) {
      Path page = Path.of(System.getProperty("faults.page", "results/FAULTS.md"));
      new CampaignPage(seed, share, (System.nanoTime() - begun) / 6e10).write(page, tallies);
    }
    assertThat(tallies).allSatisfy(t -> assertThat(t.outcome().complaints()).isEmpty());
  }
}
