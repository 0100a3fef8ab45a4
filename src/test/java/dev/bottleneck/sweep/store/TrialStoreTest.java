package dev.bottleneck.sweep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.bottleneck.jobs.RawStore;
import dev.bottleneck.jobs.StoreConnection;
import dev.bottleneck.jobs.StoreFormat;
import dev.bottleneck.jobs.StorePlace;
import dev.bottleneck.jobs.WorkerId;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trials in an SQLite file. */
class TrialStoreTest extends TrialStoreContract {
  @TempDir Path folder;
  private int places;

  @Override
  StorePlace somewhere() {
    return StorePlace.file(file(places++));
  }

  private Path file(int number) {
    return folder.resolve(number + "/" + TrialStore.FILE);
  }

  private static TrialQueue.Planner planner() {
    return number ->
        Optional.of(new TrialQueue.Plan(new Proposal(List.of(number / 100.0), Map.of()), 1));
  }

  /** Two processes of a machine may plan the same trial: whoever comes second plans the next. */
  @Test
  void ofTwoThatPlanTheSameTrialTheSecondPlansTheNext() {
    try (TrialStore store = open();
        TrialStore other = open()) {
      Trial begun = new TrialQueue(other, planner()).claim(WorkerId.present()).orElseThrow();
      Optional<Trial> trial =
          new TrialQueue(
                  store,
                  number -> {
                    if (number == 1) {
                      // Another process ends its trial and takes the next meanwhile.
                      assertThat(Ends.complete(other, begun, Map.of(), 1, 1)).isTrue();
                      assertThat(
                              new TrialQueue(other, planner())
                                  .claim(WorkerId.present())
                                  .orElseThrow()
                                  .number())
                          .isEqualTo(1);
                    }
                    return planner().plan(number);
                  })
              .claim(WorkerId.present());
      assertThat(trial.orElseThrow().number()).isEqualTo(2);
      assertThat(store.trials(Stage.SEARCH)).extracting(Trial::number).containsExactly(0, 1, 2);
    }
  }

  @Test
  void leavesAFileAloneThatIsNoStore() throws IOException {
    Path text = Files.createDirectories(folder.resolve("text")).resolve(TrialStore.FILE);
    Files.writeString(text, "This is not a database, however long the text may be. ".repeat(40));
    assertThatThrownBy(() -> TrialStore.open(text.getParent(), Duration.ofHours(1)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("damaged, or not written by Bottleneck");
    assertThat(text).content().startsWith("This is not");

    Path other = Files.createDirectories(folder.resolve("other")).resolve(TrialStore.FILE);
    try (StoreConnection foreign = RawStore.open(other)) {
      foreign.update("CREATE TABLE mine (x)");
    }
    byte[] before = Files.readAllBytes(other);
    assertThatThrownBy(() -> TrialStore.open(other.getParent(), Duration.ofHours(1)))
        .hasMessageContaining("an SQLite database, but no store of jobs");
    assertThat(other).hasBinaryContent(before);
  }

  @Test
  void refusesAnotherVersionsStore() {
    try (StoreConnection store = RawStore.open(file(0))) {
      store.update("PRAGMA user_version = 7");
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("a store of format 7, and this Bottleneck has format ");
  }

  @Test
  void aFullDiskIsOneLineAndTheStoreStaysIntact() {
    try (TrialStore store = open()) {
      complete(store, 9, 0.5);
    }
    try (StoreConnection full = RawStore.open(file(0))) {
      full.number("PRAGMA max_page_count = " + (full.number("PRAGMA page_count") + 2));
      assertThatThrownBy(
              () -> {
                for (int i = 0; ; i++) {
                  full.update("INSERT INTO identity VALUES (?, ?)", "key" + i, "x".repeat(900));
                }
              })
          .isInstanceOf(UserError.class)
          .hasMessageContaining("make room and go on with --resume")
          .hasMessageNotContaining("\n");
    }
    try (TrialStore store = open()) {
      assertThat(store.trials(Stage.SEARCH)).hasSize(1);
      assertThat(complete(store, 9, 0.25).number()).isEqualTo(1);
    }
  }

  @Test
  void manyThatBeginAtOnceShareOneStoreAndLeaveNothingElse() throws IOException {
    Path shared = folder.resolve("shared").resolve(TrialStore.FILE);
    IntStream.range(0, 8)
        .parallel()
        .forEach(i -> StoreFormat.create(shared, Map.of("sweepSeed", "" + i)));
    try (TrialStore store = TrialStore.open(shared.getParent(), Duration.ofHours(1))) {
      assertThat(store.identity()).hasSize(1);
    }
    try (Stream<Path> files = Files.list(shared.getParent())) {
      assertThat(files).containsExactly(shared);
    }
  }

  /** exFAT and some shared folders have none. */
  @Test
  void nothingNeedsHardLinks() {
    ArchRuleDefinition.noClasses()
        .should()
        .callMethod(Files.class, "createLink", Path.class, Path.class)
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.bottleneck"));
  }
}
