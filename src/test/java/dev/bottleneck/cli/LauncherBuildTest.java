package dev.bottleneck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.cli.FakeInstallation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the launcher makes before it starts Java: the classes, and the archive of the libraries'.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherBuildTest {
  private static final String SCRIPT = "dev/bottleneck/runtime/share-classes";
  private static final String ARCHIVED =
      """
      case "$*" in
        *-Xshare:dump*) echo dump >>"$0.calls"
          for word in "$@"; do case $word in
            -XX:SharedArchiveFile=*) echo classes >"${word#*=}";;
          esac; done; exit ${DUMP_CODE:-0};;
        *-XX:DumpLoadedClassList=*) echo list >>"$0.calls"
          for word in "$@"; do case $word in
            -XX:DumpLoadedClassList=*) echo java/lang/Object >"${word#*=}";;
          esac; done; exit 0;;
      esac
      printf '%s\\n' "$@"
      """;

  @TempDir Path folder;
  private Path home;
  private FakeInstallation installation;

  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectory(folder.resolve("a place with spaces"));
    installation = FakeInstallation.in(home);
  }

  private void installArchiving() throws IOException {
    installation.script("bin/java", ARCHIVED);
    Files.writeString(home.resolve("release"), "JAVA_RUNTIME_VERSION=\"17.0.9+1\"\n");
    Path script = installation.classes().resolve(SCRIPT);
    Files.createDirectories(script.getParent());
    Files.copy(Path.of("src/main/resources", SCRIPT), script);
  }

  private Outcome launch(Map<String, String> environment) throws Exception {
    Outcome outcome = installation.launch(environment, "run", "x");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("dev.bottleneck.cli.Main", "run", "x");
    return outcome;
  }

  private Path archive(String backend, String java) {
    return home.resolve("target/shared-" + backend + "-" + java + ".jsa");
  }

  private String flag(String backend, String java) {
    return "-XX:SharedArchiveFile=" + archive(backend, java).toAbsolutePath();
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(home.resolve("bin/java.calls"));
  }

  @Test
  void buildsAfterAChangeOfSources() throws Exception {
    Path source = Files.createDirectories(home.resolve("src/main")).resolve("A.java");
    Files.writeString(source, "class A {}");
    for (String other : List.of("pom.xml", ".mvn", "experiments")) {
      Files.createFile(home.resolve(other));
    }
    installation.script("mvnw", "echo built >>built\n");
    assertThat(launch(Map.of()).err()).startsWith("bottleneck: building for cpu");
    assertThat(launch(Map.of()).err()).isEmpty();
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plus(Duration.ofHours(1))));
    assertThat(launch(Map.of()).err()).startsWith("bottleneck: building for cpu");
    assertThat(home.resolve("built")).hasContent("built\nbuilt");
  }

  @Test
  void buildsSparksPartForASweepOnIt() throws Exception {
    Files.createDirectories(home.resolve("src/main"));
    Path source = Files.createDirectories(home.resolve("src/spark")).resolve("pom.xml");
    Files.writeString(source, "<project/>");
    for (String other : List.of("pom.xml", ".mvn", "experiments")) {
      Files.createFile(home.resolve(other));
    }
    installation.script("mvnw", "echo \"$@\" >>built; touch target/classpath-spark\n");
    String[] sweep = {"sweep", "x", "--spark=spark://host:7077"};
    assertThat(installation.launch(Map.of(), "sweep", "x").err()).doesNotContain("spark");
    assertThat(installation.launch(Map.of(), sweep).err())
        .startsWith("bottleneck: building for spark");
    assertThat(installation.launch(Map.of(), sweep).err()).isEmpty();
    assertThat(Files.readAllLines(home.resolve("built")))
        .containsExactly(
            "-q -B -DskipTests process-classes", "-q -B -DskipTests -f src/spark process-classes");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plus(Duration.ofHours(1))));
    assertThat(installation.launch(Map.of(), sweep).err())
        .startsWith("bottleneck: building for spark");
  }

  /** As it was packed for another machine. */
  @Test
  void findsItsLibrariesWhereverItWasUnpacked() throws Exception {
    Files.writeString(home.resolve("target/classpath"), "@home@/lib/a.jar:@home@/lib/b.jar\n");
    String lib = home.toAbsolutePath() + "/lib/";
    assertThat(launch(Map.of()).out())
        .contains(installation.classPath(lib + "a.jar:" + lib + "b.jar"));
  }

  @Test
  void archivesTheLibrariesOnce() throws Exception {
    installArchiving();
    Outcome first = launch(Map.of());
    assertThat(first.err())
        .isEqualTo("bottleneck: preparing faster starts with Java 17.0.9+1 (once)\n");
    assertThat(first.out()).contains(flag("cpu", "17.0.9+1"));
    Outcome second = launch(Map.of());
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).contains(flag("cpu", "17.0.9+1"));
    assertThat(calls()).containsExactly("list", "list", "dump");
    try (var left = Files.list(home.resolve("target"))) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("sharing"));
    }
  }

  @Test
  void archivesAnewForOtherLibrariesAndAnotherJava() throws Exception {
    installArchiving();
    launch(Map.of());
    Files.writeString(home.resolve("target/classpath"), "cpu.jar:other.jar\n");
    assertThat(launch(Map.of()).out()).contains(flag("cpu", "17.0.9+1"));
    assertThat(calls()).hasSize(6);
    Files.writeString(home.resolve("release"), "JAVA_RUNTIME_VERSION=\"21.0.1+2\"\n");
    assertThat(launch(Map.of()).out()).contains(flag("cpu", "21.0.1+2"));
    assertThat(calls()).hasSize(9);
    assertThat(archive("cpu", "17.0.9+1")).exists();
  }

  @Test
  void archivesEachBackendsByItself() throws Exception {
    installArchiving();
    launch(Map.of());
    installation.script(
        "bin/java",
        "case \"$*\" in *ChooseBackend*) echo nd4j-cuda 15000; exit 0;; esac\n" + ARCHIVED);
    Outcome cuda = launch(Map.of("BOTTLENECK_BACKEND", "nd4j-cuda"));
    assertThat(cuda.out())
        .contains(flag("nd4j-cuda", "17.0.9+1"), installation.classPath("cuda.jar"));
    assertThat(archive("cpu", "17.0.9+1")).exists();
  }

  @Test
  void whatCannotBeArchivedStartsAllTheSameAndIsNotTriedAgain() throws Exception {
    installArchiving();
    for (int i = 0; i < 2; i++) {
      assertThat(launch(Map.of("DUMP_CODE", "1")).out())
          .noneMatch(word -> word.startsWith("-XX:SharedArchiveFile"));
    }
    assertThat(calls()).containsExactly("list", "list", "dump");
    assertThat(archive("cpu", "17.0.9+1")).doesNotExist();
  }

  @Test
  void leavesItToWhoeverSwitchesItOff() throws Exception {
    installArchiving();
    Map<String, String> off = Map.of("BOTTLENECK_SHARED_CLASSES", "off");
    assertThat(launch(off).out()).noneMatch(word -> word.startsWith("-XX:SharedArchiveFile"));
    assertThat(home.resolve("bin/java.calls")).doesNotExist();
    Outcome wrong = installation.launch(Map.of("BOTTLENECK_SHARED_CLASSES", "of"), "list");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err())
        .isEqualTo("bottleneck: BOTTLENECK_SHARED_CLASSES is \"of\": it must be on or off\n");
  }

  /** This test's own Java: it must pass over what is no archive, or one of another Java's. */
  @Test
  void aDamagedArchiveIsPassedOverInSilence() throws Exception {
    Path java = Path.of(System.getProperty("java.home"));
    String libraries = System.getProperty("java.class.path");
    String habits = "dev/bottleneck/device/hotspot-commands";
    Files.createDirectories(installation.classes().resolve(habits).getParent());
    Files.copy(Path.of("target/classes", habits), installation.classes().resolve(habits));
    Files.writeString(home.resolve("target/classpath"), libraries);
    String build = System.getProperty("java.runtime.version");
    Files.writeString(archive("cpu", build), "no archive");
    Files.writeString(home.resolve("target/shared-cpu-" + build + ".jsa.of"), libraries + "\n");
    Outcome outcome = installation.launch(Map.of("JAVA_HOME", java.toString()), "--version");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).hasSize(1);
    assertThat(outcome.out().get(0)).startsWith("bottleneck ");
    assertThat(archive("cpu", build)).hasContent("no archive");
  }
}
