package dev.bottleneck.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A command that is killed again and again, and gone on with until it has come to its end. */
final class Kills {
  private final Workshop shop;
  private final Subject subject;
  private final Path room;
  private final List<String> complaints = new ArrayList<>();
  private final List<String> moments = new ArrayList<>();
  private final Map<String, String> ended = new LinkedHashMap<>();
  private int lost;

  Kills(Workshop shop, Subject subject, Path room) {
    this.shop = shop;
    this.subject = subject;
    this.room = room;
  }

  /**
   * Kills it at the moments that {@code next} gives, at most so often.
   *
   * @param expected what it leaves undisturbed
   */
  Outcome carryOut(Supplier<Moment> next, int most, Map<String, String> expected)
      throws IOException, InterruptedException {
    Running running = shop.start(subject.begin(room));
    while (moments.size() < most && next.get().await(running, room)) {
      running.kill();
      moments.add(String.format("%.3f s", running.seconds()));
      look(running);
      running = shop.start(subject.goOn(room));
    }
    Ended last = running.await();
    complain(last.unlessItWentWell());
    if (last.code() == 0) {
      compare(expected);
    }
    complain(Wreckage.halfWritten(room));
    if (!complaints.isEmpty()) {
      complaints.add("it was killed after " + moments + " of a start, in " + room);
    }
    return new Outcome(moments.size(), lost, complaints, Wreckage.leftAside(room));
  }

  private void look(Running running) throws IOException, InterruptedException {
    complain(Wreckage.halfWritten(room));
    complain(running.await().unlessItPrintsPlainly());
    requireStill(subject.ended(room));
  }

  private void requireStill(Map<String, String> now) {
    ended.forEach(
        (name, before) -> {
          String after = now.get(name);
          if (after != null && !after.equals(before)) {
            lost++;
            complaints.add(name + " had ended and was done again: " + before + ", " + after);
          }
        });
    ended.putAll(now);
  }

  private void compare(Map<String, String> expected) throws IOException {
    Map<String, String> now = subject.ended(room);
    requireStill(now);
    ended.keySet().stream()
        .filter(name -> !now.containsKey(name))
        .forEach(
            name -> {
              lost++;
              complaints.add(name + " had ended and is lost");
            });
    complain(Undisturbed.differences(subject.results(room), expected));
  }

  private void complain(List<String> more) {
    complaints.addAll(more);
  }
}
