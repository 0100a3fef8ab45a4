package dev.bottleneck.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Others at the same files: a second command, a lock that is held, a byte that has changed. */
final class CompanyFaults {
  /** Of the time that an undisturbed command takes: after it has begun there is less left. */
  private static final double SHARE = 0.7;

  private CompanyFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("two resumptions of one run", 4, c -> twice(c, run(c))),
        new Fault("two resumptions of one sweep", 4, c -> twice(c, new SweepSubject())),
        new Fault("two runs into one folder", 2, CompanyFaults::oneFolder),
        new Fault("store locked for a while", 2, c -> locked(c, 3)),
        new Fault("store locked for longer than anyone waits", 1, c -> locked(c, 75)),
        new Fault("damaged byte: run", 12, c -> damaged(c, run(c))),
        new Fault("damaged byte: sweep", 12, c -> damaged(c, new SweepSubject())));
  }

  private static Subject run(Case c) {
    return new RunSubject(c.shop(), "compiled");
  }

  /** Once there is something to go on with, however slow the machine is: at any time from then. */
  private static void breakIn(Case c, Subject subject) throws IOException, InterruptedException {
    double seconds = c.undisturbed().of(subject).seconds();
    Running running = c.shop().start(subject.begin(c.room()));
    boolean ended = false;
    while (!ended && !subject.hasBegun(c.room())) {
      ended = running.process().waitFor(1, TimeUnit.MILLISECONDS);
    }
    long after = (long) (c.random().nextDouble(SHARE * seconds) * 1e9);
    running.process().waitFor(after, TimeUnit.NANOSECONDS);
    running.kill();
  }

  /** One of them at least does the work, and the other helps or says that it may not. */
  static Outcome twice(Case c, Subject subject) throws IOException, InterruptedException {
    breakIn(c, subject);
    Launch next = subject.goOn(c.room());
    Running first = c.shop().start(next);
    Running second = c.shop().start(next);
    Ended one = first.await();
    Ended other = second.await();
    List<String> complaints = new ArrayList<>(one.unlessItWentWellOrFailedInOneLine());
    complaints.addAll(other.unlessItWentWellOrFailedInOneLine());
    if (one.code() != 0 && other.code() != 0) {
      complaints.add("neither did the work: " + one.err().strip() + "; " + other.err().strip());
      complaints.addAll(c.run(subject.goOn(c.room())).unlessItWentWell());
    }
    complaints.addAll(c.unlessTheSame(subject));
    return Outcome.of(complaints);
  }

  static Outcome oneFolder(Case c) throws IOException, InterruptedException {
    Launch launch = run(c).begin(c.room());
    Running first = c.shop().start(launch);
    Running second = c.shop().start(launch);
    List<String> complaints = new ArrayList<>(first.await().unlessItWentWell());
    complaints.addAll(second.await().unlessItWentWell());
    complaints.addAll(Wreckage.halfWritten(c.room()));
    long runs = Wreckage.files(c.room()).stream().filter(f -> f.endsWith("manifest.json")).count();
    if (runs != 2) {
      complaints.add("two runs made " + runs + " folders");
    }
    complaints.addAll(c.unlessTheSame(run(c)));
    return Outcome.of(complaints);
  }

  /** Held as by another process within its transaction. */
  static Outcome locked(Case c, int seconds) throws IOException, InterruptedException {
    SweepSubject subject = new SweepSubject();
    breakIn(c, subject);
    Launch next = subject.goOn(c.room());
    Optional<Path> store = SweepSubject.store(c.room());
    if (store.isEmpty()) {
      return Outcome.impossible();
    }
    Ended ended;
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store.get());
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      Running running = c.shop().start(next);
      running.process().waitFor(seconds, TimeUnit.SECONDS);
      statement.execute("ROLLBACK");
      ended = running.await();
    } catch (SQLException e) {
      throw new IOException(e);
    }
    List<String> complaints = new ArrayList<>(ended.unlessItWentWellOrFailedInOneLine());
    if (ended.code() != 0) {
      complaints.addAll(c.run(subject.goOn(c.room())).unlessItWentWell());
    }
    complaints.addAll(c.unlessTheSame(subject));
    return Outcome.of(complaints);
  }

  /** It is refused in a line, or done without; it never leads to other numbers in silence. */
  static Outcome damaged(Case c, Subject subject) throws IOException, InterruptedException {
    breakIn(c, subject);
    List<Path> files =
        Wreckage.files(c.room()).stream()
            .filter(f -> f.toString().matches(".*(json|yaml|zip|csv|sqlite|\\d)"))
            .filter(f -> !f.getFileName().toString().equals("toy.yaml"))
            .toList();
    if (files.isEmpty()) {
      return Outcome.impossible();
    }
    Path file = files.get(c.random().nextInt(files.size()));
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length == 0) {
      return Outcome.impossible();
    }
    int at = c.random().nextInt(bytes.length);
    bytes[at] ^= (byte) (1 << c.random().nextInt(8));
    Launch next = subject.goOn(c.room());
    Files.write(file, bytes);
    Ended ended = c.run(next);
    List<String> complaints = new ArrayList<>(ended.unlessItWentWellOrFailedInOneLine());
    if (ended.code() == 0) {
      // A byte of a model that is no part of its content, such as its time, does no harm there.
      boolean stays = file.toString().endsWith(".zip") && Files.exists(file);
      String harmless = file.getParent().getFileName() + "/" + file.getFileName() + " is ";
      c.unlessTheSame(subject).stream()
          .filter(line -> !stays || !line.startsWith(harmless))
          .forEach(complaints::add);
      complaints.addAll(Wreckage.halfWritten(c.room()));
    }
    return Outcome.of(
        complaints.stream().map(line -> "byte " + at + " of " + file + ": " + line).toList());
  }
}
