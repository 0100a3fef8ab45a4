package dev.bottleneck;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The one-way flow: a package may use what stands to its right, and runtime below all.
 *
 * <p>Plain tests rather than ArchUnit's annotated fields, of which Surefire 3.5.3 reports neither
 * the run nor the failure.
 */
class ArchitectureTest {
  private static final List<String> FLOW =
      List.of(
          "cli",
          "doctor",
          "bench",
          "calibration",
          "sweep",
          "experiment",
          "study",
          "data",
          "autoencoder",
          "step",
          "layer",
          "training",
          "evaluation",
          "report",
          "device",
          "runtime");

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
    flow().check(classes);
  }

  @Test
  void hasNoCycles() {
    slices().matching("dev.bottleneck.(*)..").should().beFreeOfCycles().check(classes);
  }

  private static ArchRule flow() {
    LayeredArchitecture architecture = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String place : FLOW) {
      architecture = architecture.optionalLayer(place).definedBy("dev.bottleneck." + place + "..");
    }
    for (int i = 0; i < FLOW.size(); i++) {
      architecture =
          i == 0
              ? architecture.whereLayer(FLOW.get(i)).mayNotBeAccessedByAnyLayer()
              : architecture
                  .whereLayer(FLOW.get(i))
                  .mayOnlyBeAccessedByLayers(FLOW.subList(0, i).toArray(new String[0]));
    }
    return architecture;
  }
}
