package dev.bottleneck.faults;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A wall clock that jumps by an hour while a command is at work; it needs a C compiler. */
final class ClockFaults {
  private static final int HOUR = 3600;

  private ClockFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("clock: an hour ahead, run", 2, c -> run(c, HOUR)),
        new Fault("clock: an hour back, run", 2, c -> run(c, -HOUR)),
        new Fault("clock: an hour ahead, one of two processes of a sweep", 3, c -> sweep(c, HOUR)),
        new Fault("clock: an hour back, one of two processes of a sweep", 3, c -> sweep(c, -HOUR)));
  }

  static Outcome run(Case c, int by) throws IOException, InterruptedException {
    Subject subject = new RunSubject(c.shop(), "compiled");
    Optional<Path> clock = clock(c);
    if (clock.isEmpty()) {
      return Outcome.impossible();
    }
    Ended ended = c.run(jumping(c, subject, clock.get(), by));
    List<String> complaints = new ArrayList<>(ended.unlessItWentWell());
    complaints.addAll(c.unlessTheSame(subject));
    return Outcome.of(complaints);
  }

  /** Neither takes a trial of the other's: each is begun once. */
  static Outcome sweep(Case c, int by) throws IOException, InterruptedException {
    SweepSubject subject = new SweepSubject();
    Optional<Path> clock = clock(c);
    if (clock.isEmpty()) {
      return Outcome.impossible();
    }
    Running first = c.shop().start(jumping(c, subject, clock.get(), by).and("--join"));
    Running second = c.shop().start(subject.begin(c.room()).and("--join"));
    List<String> complaints = new ArrayList<>(first.await().unlessItWentWell());
    complaints.addAll(second.await().unlessItWentWell());
    complaints.addAll(c.unlessTheSame(subject));
    int repeated = SweepSubject.attempts(c.room()) - SweepSubject.TRIALS;
    if (repeated != 0) {
      complaints.add(repeated + " trials were begun again");
    }
    return new Outcome(1, repeated, complaints, List.of());
  }

  private static Launch jumping(Case c, Subject subject, Path clock, int by)
      throws IOException, InterruptedException {
    double after = c.random().nextDouble(c.undisturbed().of(subject).seconds());
    return subject
        .begin(c.room())
        .setting("LD_PRELOAD", clock.toString())
        .setting("CLOCK_JUMP", String.format(Locale.ROOT, "%.3f:%d", after, by));
  }

  /** The library, compiled; empty where there is no compiler. */
  private static Optional<Path> clock(Case c) throws IOException, InterruptedException {
    Path library = c.room().resolve("clock.so");
    Path source = c.room().resolve("clock.c");
    try (InputStream text = ClockFaults.class.getResourceAsStream("jumping-clock.c")) {
      Files.copy(text, source);
    }
    try {
      Process compiler =
          new ProcessBuilder("cc", "-shared", "-fPIC", "-o", "" + library, "" + source, "-ldl")
              .redirectErrorStream(true)
              .redirectOutput(c.room().resolve("clock.log").toFile())
              .start();
      return compiler.waitFor() == 0 ? Optional.of(library) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // there is no such command
    }
  }
}
