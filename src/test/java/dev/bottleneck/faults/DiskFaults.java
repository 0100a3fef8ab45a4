package dev.bottleneck.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Disks that are full, at any write, or read-only. */
final class DiskFaults {
  private static final int ROOM_ENOUGH = 256 << 10;
  private static final int PAGE = 4;

  private DiskFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("disk full: run", 16, c -> full(c, new RunSubject(c.shop(), "compiled"))),
        new Fault("disk full: sweep", 10, c -> full(c, new SweepSubject())),
        new Fault("disk full: reproduce", 4, c -> full(c, new ReproduceSubject())),
        new Fault("disk full: temporary files", 3, DiskFaults::fullForTemporaryFiles),
        new Fault("read-only: run", 2, c -> readOnly(c, new RunSubject(c.shop(), "compiled"))),
        new Fault("read-only: sweep", 2, c -> readOnly(c, new SweepSubject())));
  }

  private static Case on(Case c, SmallDisk disk) {
    return new Case(c.shop(), c.undisturbed(), c.random(), disk.path(), c.most());
  }

  /** A disk on which it does not quite fit: some write, at random, is the first that fails. */
  static Outcome full(Case c, Subject subject) throws IOException, InterruptedException {
    int needed = c.undisturbed().of(subject).kibibytes();
    int size = PAGE * c.random().nextInt(1, Math.max(2, needed / PAGE));
    return full(c, subject, size);
  }

  static Outcome full(Case c, Subject subject, int kibibytes)
      throws IOException, InterruptedException {
    Optional<SmallDisk> mounted = SmallDisk.mount(c.room(), kibibytes);
    if (mounted.isEmpty()) {
      return Outcome.impossible();
    }
    try (SmallDisk disk = mounted.get()) {
      Case there = on(c, disk);
      Ended ended = c.run(disk.launch(subject.begin(there.room())));
      List<String> complaints = new ArrayList<>(ended.unlessItWentWellOrFailedInOneLine());
      if (ended.code() != 0 && !ended.err().matches("(?is).*(no space left|disk is full).*")) {
        complaints.add("it did not say that the disk is full: " + ended.err().strip());
      }
      complaints.addAll(Wreckage.halfWritten(there.room()));
      List<String> left = Wreckage.leftAside(there.room());
      disk.resize(ROOM_ENOUGH);
      complaints.addAll(c.run(disk.launch(subject.goOn(there.room()))).unlessItWentWell());
      complaints.addAll(there.unlessTheSame(subject));
      return new Outcome(1, 0, named(complaints, kibibytes), left);
    }
  }

  private static List<String> named(List<String> complaints, int kibibytes) {
    return complaints.stream().map(line -> kibibytes + " KiB: " + line).toList();
  }

  /** Nothing can be unpacked or laid aside. */
  static Outcome fullForTemporaryFiles(Case c) throws IOException, InterruptedException {
    Optional<SmallDisk> mounted = SmallDisk.mount(c.room(), PAGE);
    if (mounted.isEmpty()) {
      return Outcome.impossible();
    }
    Subject subject = c.random().nextBoolean() ? new SweepSubject() : run(c);
    try (SmallDisk disk = mounted.get()) {
      Files.write(disk.path().resolve("full"), new byte[PAGE << 10]);
      Launch launch = subject.begin(c.room()).with("-Djava.io.tmpdir=" + disk.path());
      Ended ended = c.run(disk.launch(launch));
      List<String> complaints = new ArrayList<>(ended.unlessItWentWellOrFailedInOneLine());
      if (ended.code() != 0) {
        complaints.addAll(c.run(subject.goOn(c.room())).unlessItWentWell());
      }
      complaints.addAll(c.unlessTheSame(subject));
      return Outcome.of(complaints);
    }
  }

  private static Subject run(Case c) {
    return new RunSubject(c.shop(), "compiled");
  }

  /** Killed on a disk that is read-only from then on, and later not. */
  static Outcome readOnly(Case c, Subject subject) throws IOException, InterruptedException {
    Optional<SmallDisk> mounted = SmallDisk.mount(c.room(), ROOM_ENOUGH);
    if (mounted.isEmpty()) {
      return Outcome.impossible();
    }
    try (SmallDisk disk = mounted.get()) {
      Case there = on(c, disk);
      Running running = c.shop().start(disk.launch(subject.begin(there.room())));
      Moment.within(c.undisturbed().of(subject).seconds(), c.random()).await(running, there.room());
      running.kill();
      Launch next = disk.launch(subject.goOn(there.room()));
      disk.remount("ro");
      Ended ended = c.run(next);
      List<String> complaints = new ArrayList<>(ended.unlessItWentWellOrFailedInOneLine());
      if (SweepSubject.store(there.room()).isPresent()) {
        String sweep = SweepSubject.folder(there.room()).toString();
        Launch look = Launch.of(List.of("sweep", "status", sweep));
        complaints.addAll(c.run(disk.launch(look)).unlessItWentWell());
      }
      disk.remount("rw");
      complaints.addAll(c.run(disk.launch(subject.goOn(there.room()))).unlessItWentWell());
      complaints.addAll(there.unlessTheSame(subject));
      return Outcome.of(complaints);
    }
  }
}
