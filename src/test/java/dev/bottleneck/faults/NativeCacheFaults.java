package dev.bottleneck.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** JavaCPP's cache of native libraries, which the first command of a user fills. */
final class NativeCacheFaults {
  /** Within which libraries are unpacked. */
  private static final double SECONDS = 4;

  private NativeCacheFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("two commands on an empty cache of native libraries", 3, c -> atOnce(c)));
  }

  private static Launch launch(Case c, Path results) throws IOException {
    return new RunSubject(c.shop(), "compiled")
        .begin(results)
        .with("-Dorg.bytedeco.javacpp.cachedir=" + c.room().resolve("natives"));
  }

  /** Killed while it unpacks; the next command has whole libraries. */
  static Outcome kill(Case c) throws IOException, InterruptedException {
    int kills = 0;
    List<String> complaints = new ArrayList<>();
    for (int i = 0; i < Math.min(2, c.most()); i++) {
      Running running = c.shop().start(launch(c, c.room().resolve("killed" + i)));
      if (Moment.within(SECONDS, c.random()).await(running, c.room())) {
        running.kill();
        kills++;
      }
      complaints.addAll(running.await().unlessItPrintsPlainly());
    }
    complaints.addAll(c.run(launch(c, c.room())).unlessItWentWell());
    complaints.addAll(c.unlessTheSame(new RunSubject(c.shop(), "compiled")));
    return new Outcome(kills, 0, complaints, List.of());
  }

  static Outcome atOnce(Case c) throws IOException, InterruptedException {
    Running first = c.shop().start(launch(c, c.room()));
    Running second = c.shop().start(launch(c, c.room().resolve("second")));
    List<String> complaints = new ArrayList<>(first.await().unlessItWentWell());
    complaints.addAll(second.await().unlessItWentWell());
    complaints.addAll(c.unlessTheSame(new RunSubject(c.shop(), "compiled")));
    return Outcome.of(complaints);
  }
}
