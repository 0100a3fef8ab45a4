package dev.bottleneck.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Too little memory and too few file handles; with enough of them the next command goes on. */
final class ScarcityFaults {
  private ScarcityFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("out of heap", 8, ScarcityFaults::heap),
        new Fault("out of memory for arrays", 5, ScarcityFaults::arrays),
        new Fault("out of file handles", 8, ScarcityFaults::handles));
  }

  private static Subject subject(Case c) {
    return c.random().nextInt(3) == 0 ? new SweepSubject() : new RunSubject(c.shop(), "compiled");
  }

  static Outcome heap(Case c) throws IOException, InterruptedException {
    Subject subject = subject(c);
    int mebibytes = c.random().nextInt(16, 48);
    return scarce(c, subject, subject.begin(c.room()).with("-Xmx" + mebibytes + "m"));
  }

  static Outcome arrays(Case c) throws IOException, InterruptedException {
    Subject subject = subject(c);
    int kibibytes = c.random().nextInt(16, 4096);
    String flag = "-Dorg.bytedeco.javacpp.maxbytes=" + kibibytes + "k";
    return scarce(c, subject, subject.begin(c.room()).with(flag));
  }

  static Outcome handles(Case c) throws IOException, InterruptedException {
    return handles(c, c.random().nextInt(60, 160));
  }

  static Outcome handles(Case c, int most) throws IOException, InterruptedException {
    Subject subject = subject(c);
    return scarce(
        c,
        subject,
        subject.begin(c.room()).by("sh", "-c", "ulimit -n " + most + "; exec \"$@\"", "sh"));
  }

  private static Outcome scarce(Case c, Subject subject, Launch launch)
      throws IOException, InterruptedException {
    Ended ended = c.run(launch);
    List<String> complaints = new ArrayList<>(ended.unlessItWentWellOrFailedInOneLine());
    complaints.addAll(Wreckage.halfWritten(c.room()));
    if (ended.code() != 0) {
      complaints.addAll(c.run(subject.goOn(c.room())).unlessItWentWell());
    }
    complaints.addAll(c.unlessTheSame(subject));
    List<String> named = complaints.stream().map(line -> launch.changes() + ": " + line).toList();
    return Outcome.of(named);
  }
}
