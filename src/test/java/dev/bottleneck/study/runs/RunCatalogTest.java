package dev.bottleneck.study.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bottleneck.runtime.UserError;
import dev.bottleneck.testing.SavedRun;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunCatalogTest {
  @TempDir Path root;

  private static SavedRun run(String experiment, String id) {
    return SavedRun.of(experiment).set("seeds=1").id(id).values("loss", 0.25);
  }

  private RunCatalog all() {
    return RunCatalog.of(root, Optional.empty());
  }

  @Test
  void theNewestComesFirst() throws IOException {
    run("stacked", "20260102-000000-aaaaaa").write(root);
    run("tied", "20260103-000000-bbbbbb").write(root);
    run("stacked", "20251231-235959-cccccc").write(root);
    Files.createDirectories(root.resolve("data")); // what lay in memory, beside the runs
    assertThat(all().runs())
        .extracting(RecordedRun::shortId)
        .containsExactly("bbbbbb", "aaaaaa", "cccccc");
    assertThat(RunCatalog.of(root, Optional.of("stacked")).runs())
        .extracting(RecordedRun::shortId)
        .containsExactly("aaaaaa", "cccccc");
    assertThat(RunTables.list(all()))
        .contains("bbbbbb  tied", "complete", "validation loss 0.2500")
        .containsSubsequence("bbbbbb", "aaaaaa", "cccccc");
  }

  @Test
  void oneThatIsDamagedHidesNoOther() throws IOException {
    run("stacked", "20260102-000000-aaaaaa").write(root);
    Path torn = run("stacked", "20260103-000000-bbbbbb").write(root);
    Files.writeString(torn.resolve("manifest.json"), "{\u001b[2J");
    Path foreign = run("stacked", "20260104-000000-cccccc").write(root);
    Files.writeString(foreign.resolve("config.yaml"), "a: [\u001b[2J");
    Path empty = run("stacked", "20260105-000000-dddddd").write(root);
    Files.delete(empty.resolve("jobs.sqlite"));
    RunCatalog catalog = all();
    assertThat(catalog.runs()).hasSize(1);
    assertThat(catalog.unreadable())
        .hasSize(3)
        .allMatch(line -> line.contains("2026010") && line.chars().allMatch(c -> c >= ' '));
    assertThat(RunTables.list(catalog)).contains("aaaaaa", "Cannot be read: ");
  }

  /** Copied from another run, they would be taken for what these settings gave. */
  @Test
  void jobsOfAnotherRunAreRefused() throws IOException {
    Path run = run("stacked", "20260102-000000-aaaaaa").write(root);
    String manifest = Files.readString(run.resolve("manifest.json"));
    Files.writeString(
        run.resolve("manifest.json"), manifest.replace("\"data\":\"d\"", "\"data\":\"e\""));
    assertThatThrownBy(() -> RecordedRun.open(run))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("jobs.sqlite is not of the run that manifest.json tells of");
  }

  /** Numbers of the validation part would be shown as those of the test part. */
  @Test
  void settingsThatWereChangedAfterwardsAreRefused() throws IOException {
    Path run = run("stacked", "20260102-000000-aaaaaa").write(root);
    Path file = run.resolve("config.yaml");
    String settings = Files.readString(file);
    Files.writeString(file, settings + "\n");
    assertThat(RecordedRun.open(run).arms()).isNotEmpty(); // they are the same
    Files.writeString(file, settings.replace("evaluateOn: validation", "evaluateOn: test"));
    assertThatThrownBy(() -> RecordedRun.open(run))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("config.yaml is not what the run was begun with");
  }

  @Test
  void tellsWhatIsNotAsShipped() throws IOException {
    run("stacked", "20260102-000000-aaaaaa").write(root);
    run("stacked", "20260101-000000-bbbbbb").set("code=3", "patience=2").write(root);
    assertThat(all().changed())
        .containsExactly(Optional.of(Map.of()), Optional.of(Map.of("code", "3", "patience", "2")));
    Path own = run("stacked", "20260103-000000-cccccc").set("name=mine").write(root);
    assertThat(RecordedRun.open(own).configuration().name()).isEqualTo("mine");
    assertThat(all().changed()).first().isEqualTo(Optional.empty());
    assertThat(RunTables.list(all()))
        .contains("no experiment of that name is shipped", "code 3, patience 2");
  }

  @Test
  void findsByAPathOrTheBeginningOfAnId() throws IOException {
    Path a = run("stacked", "20260102-000000-abcdef").write(root);
    Path b = run("tied", "20260102-000001-abc123").write(root);
    assertThat(RunCatalog.find(root, a.toString())).isEqualTo(a);
    assertThat(RunCatalog.find(root, "abcd")).isEqualTo(a);
    assertThat(RunCatalog.find(root, "20260102-000001")).isEqualTo(b);
    assertThatThrownBy(() -> RunCatalog.find(root, "abc"))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "abc is the beginning of 2 runs' ids: give more of it: 20260102-000001-abc123,"
                + " 20260102-000000-abcdef");
    assertThatThrownBy(() -> RunCatalog.find(root, "fff"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("there is no such folder, and no run below");
  }

  @Test
  void refusesWhatIsNotThere() throws IOException {
    run("stacked", "20260102-000000-aaaaaa").write(root);
    assertThatThrownBy(() -> RunCatalog.of(root, Optional.of("stakced")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("did you mean stacked?");
    assertThatThrownBy(() -> RunCatalog.of(root.resolve("none"), Optional.empty()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("there is no such folder");
    Path sweep = Files.createDirectories(root.resolve("a-sweep"));
    Files.copy(
        RunCatalog.find(root, "aaaaaa").resolve("jobs.sqlite"),
        sweep.resolve("trials.sqlite"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> RecordedRun.open(sweep))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is the folder of a sweep, not of a run: its report.html");
  }

  @Test
  void showsARun() throws IOException {
    Path run =
        run("stacked", "20260102-000000-aaaaaa")
            .set("code=3", "seeds=2")
            .state("running")
            .write(root);
    assertThat(RunTables.show(RecordedRun.open(run)))
        .contains(
            "20260102-000000-aaaaaa of stacked",
            "unfinished; 1 of 2 networks have ended",
            "2026-01-01 00:00 UTC",
            "2 from 1",
            "code 3",
            "0.2500");
  }

  /** A folder that cannot be listed hides no other. */
  @Test
  void anExperimentThatCannotBeListedHidesNoOther() throws IOException {
    run("stacked", "20260102-000000-aaaaaa").write(root);
    Path closed = Files.createDirectories(root.resolve("closed"));
    assumeTrue(closed.toFile().setReadable(false) && !Files.isReadable(closed), "as root");
    try {
      assertThat(all().runs()).hasSize(1);
      assertThat(all().unreadable()).singleElement().asString().contains("closed");
    } finally {
      closed.toFile().setReadable(true);
    }
  }

  /** What states any size takes no memory of it. */
  @ParameterizedTest
  @ValueSource(strings = {"manifest.json", "config.yaml"})
  void aFileOfAnySizeHidesNoOther(String name) throws IOException {
    run("stacked", "20260102-000000-aaaaaa").write(root);
    Path large = run("stacked", "20260103-000000-bbbbbb").write(root);
    try (RandomAccessFile file = new RandomAccessFile(large.resolve(name).toFile(), "rw")) {
      file.setLength(3L << 30);
    }
    assertThat(all().runs()).hasSize(1);
    assertThat(all().unreadable())
        .singleElement()
        .asString()
        .contains(name + ": damaged: it is larger than 8 MiB");
  }

  /** Differences of classifiers are over the same examples. */
  @Test
  void jobsOnOtherExamplesAreDamage() throws IOException {
    Path run =
        SavedRun.of("few-labels")
            .set("evaluateOn=validation", "validation=first:5000", "seeds=2")
            .id("20260102-000000-aaaaaa")
            .values("error", 0.1, 0.2)
            .answers(5, 6)
            .write(root);
    assertThatThrownBy(() -> RecordedRun.open(run))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("its jobs have classified other numbers of examples");
  }
}
