package dev.bottleneck;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;

/** The one-way flow: a package may use what stands to its right, and runtime below all. */
@AnalyzeClasses(packages = "dev.bottleneck", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final List<String> FLOW =
      List.of(
          "cli",
          "experiment",
          "study",
          "data",
          "autoencoder",
          "step",
          "layer",
          "training",
          "evaluation",
          "report",
          "runtime");

  @ArchTest static final ArchRule flowsOneWay = flow();

  @ArchTest
  static final ArchRule hasNoCycles =
      slices().matching("dev.bottleneck.(*)..").should().beFreeOfCycles();

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
