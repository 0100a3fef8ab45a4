package dev.bottleneck;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What results/DEPENDENCIES.md says of the class path is so, and all of it is pinned. */
class DependenciesTest {
  private static final Path PAGE = Path.of("results/DEPENDENCIES.md");
  private static final Path CHECKSUMS = Path.of(".mvn/checksums/checksums.sha256");

  /** Named on the page in one sentence. */
  private static final Pattern FOR_TESTS =
      Pattern.compile(
          "/(org/junit|org/assertj|com/tngtech/archunit|com/microsoft/onnxruntime|org/opentest4j|org/apiguardian"
              + "|net/bytebuddy|org/apache/maven/surefire|io/zonky|org/tukaani)/");

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| (\\d\\S*) \\| ");

  private static final Pattern CALLERS =
      Pattern.compile("(deeplearning4j|nd4j|datavec|arbiter|oshi|progressbar)-[^_]*\\.jar");

  private static final Pattern RAISED =
      Pattern.compile(
          "org\\.apache\\.commons\\.(codec|collections4|compress|io|lang3|math3|net)\\."
              + "|com\\.google\\.gson\\.|com\\.sun\\.jna\\.|org\\.joda\\.time\\.|org\\.threeten\\."
              + "|it\\.unimi\\.|freemarker\\.|org\\.slf4j\\.");

  private static List<Path> jars() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .map(Path::of)
        .toList();
  }

  /** Of Maven's folders, {@code …/artifact/version/artifact-version-classifier.jar}. */
  private static String named(Path jar) {
    Path version = jar.getParent();
    return version.getParent().getFileName() + " " + version.getFileName();
  }

  private static Set<String> onThePage(boolean cuda) throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf("With profile `cuda`");
    int end = page.indexOf("For the tests alone");
    assertThat(begin).isBetween(0, end);
    String asked = cuda ? page : page.substring(0, begin) + page.substring(end);
    return ROW.matcher(asked)
        .results()
        .map(row -> row.group(1) + " " + row.group(2))
        .collect(Collectors.toSet());
  }

  @Test
  void thePageNamesEveryLibraryWithItsVersion() throws IOException {
    boolean cuda = jars().stream().anyMatch(jar -> named(jar).startsWith("nd4j-cuda"));
    Set<String> libraries =
        jars().stream()
            .filter(jar -> !FOR_TESTS.matcher(jar.toUri().getPath()).find())
            .map(DependenciesTest::named)
            .collect(Collectors.toSet());
    if (cuda) {
      assertThat(onThePage(true)).containsAll(libraries);
    } else {
      assertThat(onThePage(false)).isEqualTo(libraries);
    }
  }

  @Test
  void everyJarIsPinned() throws IOException {
    Set<String> pinned =
        Files.readAllLines(CHECKSUMS).stream()
            .map(line -> line.split(" +")[1])
            .map(entry -> entry.substring(entry.lastIndexOf('/') + 1))
            .collect(Collectors.toSet());
    assertThat(jars()).isNotEmpty().allMatch(jar -> pinned.contains(jar.getFileName().toString()));
  }

  /** Many are newer than DL4J asks for. */
  @Test
  @EnabledIfSystemProperty(
      named = "linkage",
      matches = "all",
      disabledReason = "takes a minute; -Dlinkage=all runs it, after a change of versions")
  void whatDl4jCallsInOthersIsThere() throws IOException {
    ClassFileImporter importer = new ClassFileImporter();
    List<String> dangling = new ArrayList<>();
    int calls = 0;
    for (Path jar : jars()) {
      if (!CALLERS.matcher(jar.getFileName().toString()).matches()) {
        continue;
      }
      try (JarFile file = new JarFile(jar.toFile())) {
        for (JavaClass caller : importer.importJar(file)) {
          for (var access : caller.getAccessesFromSelf()) {
            if (RAISED.matcher(access.getTargetOwner().getName()).lookingAt()) {
              calls++;
              if (access.getTarget().resolveMember().isEmpty()) {
                dangling.add(access.getDescription());
              }
            }
          }
        }
      }
    }
    assertThat(calls).isGreaterThan(500);
    assertThat(dangling).isEmpty();
  }
}
