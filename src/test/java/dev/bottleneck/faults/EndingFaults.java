package dev.bottleneck.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Signals that ask a command to stop, once and more often, and listeners who have left. */
final class EndingFaults {
  private static final Map<String, Integer> CODES = Map.of("HUP", 129, "INT", 130, "TERM", 143);

  private EndingFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("signal: TERM", 3, c -> signals(c, "TERM", 1)),
        new Fault("signal: TERM twice", 3, c -> signals(c, "TERM", 2)),
        new Fault("signal: INT (Ctrl-C)", 3, c -> signals(c, "INT", 1)),
        new Fault("signal: INT twice", 4, c -> signals(c, "INT", 2)),
        new Fault("signal: HUP", 2, c -> signals(c, "HUP", 1)),
        new Fault("standard output closed (| head -1)", 3, EndingFaults::closed),
        new Fault("standard output full (/dev/full)", 2, EndingFaults::outputFull),
        new Fault("standard error closed", 2, EndingFaults::errorClosed));
  }

  private static Subject subject(Case c) {
    return c.random().nextInt(3) == 0 ? new SweepSubject() : new RunSubject(c.shop(), "compiled");
  }

  /** A process of a background job would ignore INT, and its children with it. */
  private static Launch heeding(Launch launch) {
    return launch.by("env", "--default-signal=INT,HUP");
  }

  static Outcome signals(Case c, String name, int times) throws IOException, InterruptedException {
    Subject subject = subject(c);
    double seconds = c.undisturbed().of(subject).seconds();
    Running running = c.shop().start(heeding(subject.begin(c.room())));
    if (!Moment.within(seconds, c.random()).await(running, c.room())) {
      return Outcome.impossible().and(new Outcome(0, 0, c.unlessTheSame(subject), List.of()));
    }
    for (int i = 0; i < times; i++) {
      running.signal(name);
      running.process().waitFor(c.random().nextInt(100), TimeUnit.MILLISECONDS);
    }
    Ended ended = running.await();
    List<String> complaints = new ArrayList<>(ended.unlessItPrintsPlainly());
    if (ended.code() != CODES.get(name) && ended.code() != 0) {
      complaints.add(name + ": it ended with code " + ended.code() + ": " + ended.err().strip());
    }
    if (ended.err().lines().count() > 1) {
      complaints.add(name + ": it said more than a line: " + ended.err().strip());
    }
    complaints.addAll(Wreckage.halfWritten(c.room()));
    List<String> left = Wreckage.leftAside(c.room());
    if (ended.code() != 0) {
      complaints.addAll(c.run(subject.goOn(c.room())).unlessItWentWell());
    }
    complaints.addAll(c.unlessTheSame(subject));
    return new Outcome(1, 0, complaints, left);
  }

  /** After the first line nobody reads on. */
  static Outcome closed(Case c) throws IOException, InterruptedException {
    Subject subject = subject(c);
    Running running = c.shop().startPiped(subject.begin(c.room()));
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(running.process().getInputStream(), StandardCharsets.UTF_8))) {
      reader.readLine();
    }
    List<String> complaints = new ArrayList<>(running.await().unlessItWentWell());
    complaints.addAll(c.unlessTheSame(subject));
    return Outcome.of(complaints);
  }

  private static Launch redirected(Launch launch, String redirection) {
    return launch.by("sh", "-c", "exec \"$@\" " + redirection, "sh");
  }

  /** The work is done, and a line says that it could not be told. */
  static Outcome outputFull(Case c) throws IOException, InterruptedException {
    if (!Files.exists(Path.of("/dev/full"))) {
      return Outcome.impossible();
    }
    Subject subject = subject(c);
    Ended ended = c.run(redirected(subject.begin(c.room()), ">/dev/full"));
    List<String> complaints = new ArrayList<>(ended.unlessItFailedInOneLine());
    complaints.addAll(c.unlessTheSame(subject));
    return Outcome.of(complaints);
  }

  static Outcome errorClosed(Case c) throws IOException, InterruptedException {
    Subject subject = subject(c);
    List<String> complaints =
        new ArrayList<>(c.run(redirected(subject.begin(c.room()), "2>&-")).unlessItWentWell());
    complaints.addAll(c.unlessTheSame(subject));
    return Outcome.of(complaints);
  }
}
