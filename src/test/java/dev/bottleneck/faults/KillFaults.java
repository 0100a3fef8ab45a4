package dev.bottleneck.faults;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** SIGKILL, after which a command is gone on with until it has come to its end. */
final class KillFaults {
  private KillFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("kill: run and its resumption", 70, c -> anyTime(c, run(c))),
        new Fault("kill: run, while a file is written", 40, c -> whileWriting(c, run(c))),
        new Fault("kill: sweep", 40, KillFaults::sweep),
        new Fault("kill: reproduce", 20, c -> anyTime(c, new ReproduceSubject())),
        new Fault("kill: download", 30, KillFaults::download),
        new Fault("kill: unpacking of native libraries", 10, NativeCacheFaults::kill));
  }

  private static RunSubject run(Case c) {
    return new RunSubject(c.shop(), c.random().nextBoolean() ? "compiled" : "dl4j");
  }

  /** At any time of what it takes undisturbed. */
  static Outcome anyTime(Case c, Subject subject) throws IOException, InterruptedException {
    double seconds = c.undisturbed().of(subject).seconds();
    return kill(c, subject, random -> Moment.within(seconds, random));
  }

  static Outcome whileWriting(Case c, Subject subject) throws IOException, InterruptedException {
    return kill(c, subject, random -> Moment.whileWriting(20, random));
  }

  private static Outcome kill(Case c, Subject subject, Function<SplittableRandom, Moment> moments)
      throws IOException, InterruptedException {
    return new Kills(c.shop(), subject, c.room())
        .carryOut(() -> moments.apply(c.random()), c.most(), c.undisturbed().of(subject).results());
  }

  /** No more trials are begun twice than were under way when it was killed. */
  static Outcome sweep(Case c) throws IOException, InterruptedException {
    SweepSubject sweep = new SweepSubject();
    Outcome outcome = anyTime(c, sweep);
    if (!outcome.complaints().isEmpty()) {
      return outcome;
    }
    int repeated = SweepSubject.attempts(c.room()) - SweepSubject.TRIALS;
    int allowed = SweepSubject.WORKERS * outcome.injected();
    return repeated <= allowed
        ? outcome
        : outcome.and(
            new Outcome(
                0,
                repeated - allowed,
                List.of(repeated + " trials were begun again, in " + c.room()),
                List.of()));
  }

  static Outcome download(Case c) throws IOException, InterruptedException {
    try (SlowServer server = new SlowServer()) {
      return anyTime(c, new DownloadSubject(server));
    }
  }
}
