package dev.bottleneck;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import dev.bottleneck.study.Study;
import dev.bottleneck.study.reproduction.Reproduction;
import dev.bottleneck.sweep.SweepRun;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The one-way flow: a package may use what stands to its right, and runtime below all.
 *
 * <p>Plain tests rather than ArchUnit's annotated fields, of which Surefire 3.5.3 reports neither
 * the run nor the failure.
 */
class ArchitectureTest {
  /** The library's face is the package that all others lie in. */
  private static final String FACE = "the face";

  private static final List<String> FLOW =
      List.of(
          "experiment",
          "cli",
          FACE,
          "doctor",
          "bench",
          "calibration",
          "cluster",
          "sweep",
          "study",
          "jobs",
          "live",
          "data",
          "export",
          "autoencoder",
          "step",
          "layer",
          "training",
          "evaluation",
          "report",
          "device",
          "runtime");

  /** The same within a package: its own folders, and itself first. */
  private static final Map<String, List<String>> WITHIN =
      Map.of(
          "sweep",
          List.of(
              "sweep",
              "sweep.work",
              "sweep.report",
              "sweep.store",
              "sweep.race",
              "sweep.search",
              "sweep.pruning",
              "sweep.definition",
              "sweep.trial",
              "sweep.space"),
          "study",
          List.of(
              "study.reproduction",
              "study.models",
              "study.comparison",
              "study.runs",
              "study",
              "study.report",
              "study.resume",
              "study.autoencoder",
              "study.yaml",
              "study.experiment",
              "study.figures",
              "study.result",
              "study.configuration"),
          "step",
          List.of(
              "step",
              "step.dl4j",
              "step.onednn",
              "step.onednn.primitive",
              "step.cuda",
              "step.cuda.driver",
              "step.cuda.device",
              "step.graph",
              "step.update"));

  private static JavaClasses classes;

  @BeforeAll
  static void readClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.bottleneck");
  }

  @Test
  void flowsOneWay() {
    flow(FLOW, "..").check(classes);
  }

  @Test
  void flowsOneWayWithinAPackage() {
    WITHIN.values().forEach(places -> flow(places, "").check(classes));
  }

  /** A folder that is not told of here would be free of all rules. */
  @Test
  void everyFolderHasItsPlace() {
    List<String> told =
        Stream.concat(FLOW.stream(), WITHIN.values().stream().flatMap(List::stream))
            .map(ArchitectureTest::name)
            .toList();
    assertThat(classes.stream().map(JavaClass::getPackageName).distinct()).isSubsetOf(told);
  }

  @Test
  void hasNoCycles() {
    slices().matching("dev.bottleneck.(*)..").should().beFreeOfCycles().check(classes);
  }

  private static String name(String place) {
    return place.equals(FACE) ? "dev.bottleneck" : "dev.bottleneck." + place;
  }

  /** Who reads words reads them for the face: whatever is run is run by it. */
  @Test
  void theCommandLineRunsByTheFace() {
    noClasses()
        .that()
        .resideInAPackage("dev.bottleneck.cli")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Study.class, SweepRun.class, Reproduction.class)
        .check(classes);
  }

  @Test
  void onlyTheCommandLineKnowsPicocli() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.bottleneck.cli")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(classes);
  }

  /**
   * @param below what of a place's folders belongs to it: {@code ..} for all
   */
  private static ArchRule flow(List<String> places, String below) {
    LayeredArchitecture architecture = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String place : places) {
      architecture =
          architecture
              .optionalLayer(place)
              .definedBy(place.equals(FACE) ? name(place) : name(place) + below);
    }
    for (int i = 0; i < places.size(); i++) {
      architecture =
          i == 0
              ? architecture.whereLayer(places.get(i)).mayNotBeAccessedByAnyLayer()
              : architecture
                  .whereLayer(places.get(i))
                  .mayOnlyBeAccessedByLayers(places.subList(0, i).toArray(new String[0]));
    }
    return architecture;
  }
}
