package dev.bottleneck.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What commands leave that nothing happens to, and how long they take. */
final class Undisturbed {
  /**
   * @param kibibytes of its files, each in whole pages
   */
  record Whole(Map<String, String> results, double seconds, int kibibytes) {}

  private static final int PAGE = 4096;

  /** So many times as long takes the one that leaves the archive with which the others start. */
  private static final double ARCHIVING = 2.5;

  private final Workshop shop;
  private final Map<Subject, Whole> known = new HashMap<>();

  Undisturbed(Workshop shop) {
    this.shop = shop;
  }

  /** That of {@code subject}, which is carried out once. */
  synchronized Whole of(Subject subject) throws IOException, InterruptedException {
    Whole whole = known.get(subject);
    if (whole == null) {
      whole = carryOut(subject);
      known.put(subject, whole);
    }
    return whole;
  }

  private Whole carryOut(Subject subject) throws IOException, InterruptedException {
    Path room = shop.room("undisturbed-" + known.size());
    Launch launch = subject.begin(room);
    boolean first = known.isEmpty();
    Ended ended = shop.start(first ? launch.with(shop.installation().archiving()) : launch).await();
    List<String> complaints = ended.unlessItWentWell();
    if (!complaints.isEmpty()) {
      throw new IllegalStateException("undisturbed, " + complaints);
    }
    double seconds = first ? ended.seconds() / ARCHIVING : ended.seconds();
    return new Whole(subject.results(room), seconds, kibibytes(room));
  }

  private static int kibibytes(Path room) throws IOException {
    int pages = 0;
    for (Path file : Wreckage.files(room)) {
      pages += (int) ((Files.size(file) + PAGE - 1) / PAGE);
    }
    return pages * PAGE / 1024;
  }

  /** A line for each of {@code some} that is not as in {@code others}. */
  static List<String> differences(Map<String, String> some, Map<String, String> others) {
    List<String> found = new ArrayList<>();
    others.forEach(
        (name, value) -> {
          if (!value.equals(some.get(name))) {
            found.add(name + " is " + some.get(name) + ", not " + value);
          }
        });
    some.keySet().stream()
        .filter(name -> !others.containsKey(name))
        .forEach(name -> found.add(name + " is too many"));
    return found;
  }
}
