package dev.bottleneck.faults;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Many cases of many kinds of faults, and what came of them. */
final class Campaign {
  /** All of one kind. */
  record Tally(String fault, Outcome outcome) {}

  /** So many of one kind, before a command is let go to its end. */
  private static final int MOST_IN_A_CASE = 6;

  /** A kind of which so many cases had none cannot be had on this machine. */
  private static final int TRIES = 3;

  private final Workshop shop;
  private final Undisturbed undisturbed;
  private final long seed;
  private final int atOnce;
  private final PrintStream log;

  /**
   * @param seed of all that is left to chance
   * @param atOnce kinds that are carried out side by side
   */
  Campaign(Workshop shop, long seed, int atOnce, PrintStream log) {
    this.shop = shop;
    this.undisturbed = new Undisturbed(shop);
    this.seed = seed;
    this.atOnce = atOnce;
    this.log = log;
  }

  /** Every kind there is. */
  static List<Fault> faults() {
    return Stream.of(
            KillFaults.all(),
            DiskFaults.all(),
            ScarcityFaults.all(),
            ClockFaults.all(),
            CompanyFaults.all(),
            NativeCacheFaults.all(),
            EndingFaults.all())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Injects faults until there were as many of each as are wanted.
   *
   * @param wanted of each kind
   */
  List<Tally> carryOut(Map<Fault, Integer> wanted)
      throws IOException, InterruptedException, ExecutionException {
    // Makes the archive of classes with which all others start.
    undisturbed.of(new RunSubject(shop, "compiled"));
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      Map<Fault, Future<Outcome>> outcomes = new LinkedHashMap<>();
      wanted.forEach((f, count) -> outcomes.put(f, threads.submit(() -> carryOutAll(f, count))));
      List<Tally> tallies = new ArrayList<>();
      for (Map.Entry<Fault, Future<Outcome>> each : outcomes.entrySet()) {
        tallies.add(new Tally(each.getKey().name(), each.getValue().get()));
      }
      return tallies;
    } finally {
      threads.shutdownNow();
    }
  }

  private Outcome carryOutAll(Fault fault, int wanted) throws IOException, InterruptedException {
    Outcome all = Outcome.impossible();
    for (int number = 0; all.injected() < wanted; number++) {
      if (number == TRIES && all.injected() == 0) {
        return all;
      }
      all = all.and(carryOut(fault, number, wanted - all.injected()));
    }
    return all;
  }

  /**
   * One case, which depends on the seed, the kind and its number alone.
   *
   * @param wanted no more than so many faults
   */
  Outcome carryOut(Fault fault, int number, int wanted) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    long own = seed * 1_000_003 + 31L * fault.name().hashCode() + number;
    String name = fault.name().replaceAll("[^a-z0-9A-Z]+", "-") + "-" + number;
    Path room = shop.room(name);
    int most = Math.min(MOST_IN_A_CASE, wanted);
    Outcome outcome =
        fault.injection().into(new Case(shop, undisturbed, new SplittableRandom(own), room, most));
    boolean well = outcome.complaints().isEmpty();
    log.printf(
        "%s: %d injected, %s (%.1f s)%n",
        name,
        outcome.injected(),
        well ? "all well" : outcome.complaints(),
        (System.nanoTime() - begun) / 1e9);
    if (!outcome.leftBehind().isEmpty()) {
      log.println("left behind: " + String.join(", ", outcome.leftBehind()));
    }
    if (well) {
      remove(room);
    } else {
      log.printf(
          "to repeat it: ./mvnw -Pfaults verify -Dfaults.seed=%d '-Dfaults.only=%s'"
              + " -Dfaults.number=%d; its folder is %s%n",
          seed, fault.name(), number, room);
    }
    return outcome;
  }

  /** Of a campaign's hundreds of cases those are kept that went wrong. */
  private static void remove(Path room) throws IOException {
    try (Stream<Path> all = Files.walk(room)) {
      List<File> deepestFirst = all.sorted(Comparator.reverseOrder()).map(Path::toFile).toList();
      deepestFirst.forEach(File::delete);
    }
  }
}
