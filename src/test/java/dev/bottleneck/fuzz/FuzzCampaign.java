package dev.bottleneck.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The campaign, {@code ./mvnw -Pfuzz verify}: many inputs for each target, read in Java machines of
 * their own, so that the death of one is an outcome as well.
 *
 * <p>{@code -Dfuzz.inputs} is how many over all, {@code -Dfuzz.seed} makes others, {@code
 * -Dfuzz.target} takes one target alone, {@code -Dfuzz.first} begins with that input.
 */
class FuzzCampaign {
  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 100_000);
  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final int FIRST = Integer.getInteger("fuzz.first", 0);
  private static final String ONLY = System.getProperty("fuzz.target", "");
  private static final Path FOLDER = Path.of("target", "fuzz").toAbsolutePath();
  private static final Path PAGE = Path.of("results", "FUZZING.md");

  @Test
  void nothingButReadingOrOneLine() throws Exception {
    List<Target> targets = Targets.all();
    int weights = targets.stream().mapToInt(Target::weight).sum();
    Map<Target, Tally> tallies = new LinkedHashMap<>();
    for (Target target : targets) {
      if (ONLY.isEmpty() || ONLY.equals(target.name())) {
        int share = (INPUTS * target.weight() + weights - 1) / weights;
        tallies.put(target, fuzz(target, ONLY.isEmpty() ? share : INPUTS));
      }
    }
    if (ONLY.isEmpty()) {
      FuzzPage.write(PAGE, tallies, INPUTS, SEED);
    }
    List<String> faults = new ArrayList<>();
    tallies.forEach(
        (target, tally) -> tally.faults().forEach(fault -> faults.add(described(target, fault))));
    assertThat(faults).as("inputs lie in %s", FOLDER).isEmpty();
  }

  private static String described(Target target, String fault) {
    return String.format(
        "%s %s%n  again: ./mvnw -Pfuzz verify -Dfuzz.target=%s -Dfuzz.seed=%d -Dfuzz.first=%s"
            + " -Dfuzz.inputs=1",
        target.name(), fault, target.name(), SEED, fault.substring(0, fault.indexOf(':')));
  }

  private static Tally fuzz(Target target, int inputs) throws Exception {
    Path folder = FOLDER.resolve(target.name());
    clear(folder);
    Files.createDirectories(folder.resolve("input"));
    Path log = Files.createFile(folder.resolve(FuzzProcess.LOG));
    int next = FIRST;
    while (next < FIRST + inputs) {
      int code = process(target, folder, next, FIRST + inputs);
      int after = FIRST + lines(log).size();
      if (code != 0) {
        // Whatever it was reading was the death of it.
        Files.move(folder.resolve("input"), folder.resolve(Integer.toString(after)));
        Files.createDirectories(folder.resolve("input"));
        Outcome death = new Outcome(Verdict.FAULT, "the Java machine ends with " + code, 0, 0);
        FuzzProcess.append(folder, after, death);
        after++;
        assertThat(after)
            .as("%s cannot begin: see %s", target.name(), folder)
            .isGreaterThan(FIRST + 1);
      }
      next = after;
    }
    Tally tally = new Tally();
    for (String line : lines(log)) {
      FuzzProcess.parse(line, tally);
    }
    System.out.printf(
        "%s: %d inputs, %d faults, %.0f s%n",
        target.name(), tally.inputs(), tally.count(Verdict.FAULT), tally.seconds());
    return tally;
  }

  private static List<String> lines(Path log) throws IOException {
    return Files.readAllLines(log);
  }

  private static int process(Target target, Path folder, int from, int to)
      throws IOException, InterruptedException {
    Path temporary = Files.createDirectories(FOLDER.resolve("tmp"));
    Path home = Files.createDirectories(FOLDER.resolve("home"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ErrorFile=" + folder.resolve("hs_err.log"),
                "-Dorg.bytedeco.javacpp.maxbytes=1g",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=3g",
                "-Dorg.bytedeco.javacpp.logger=slf4j",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + temporary,
                "-Duser.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                FuzzProcess.class.getName()));
    command.addAll(List.of(target.name(), folder.toString(), "" + SEED, "" + from, "" + to));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("printed.log").toFile())
        .start()
        .waitFor();
  }

  private static void clear(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
