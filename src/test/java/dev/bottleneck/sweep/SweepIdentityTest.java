package dev.bottleneck.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.data.DataOptions;
import dev.bottleneck.device.Devices;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.definition.SweepFile;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.work.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepIdentityTest {
  @TempDir Path folder;

  private Map<String, String> identity(SweepDefinition sweep) {
    return SweepIdentity.of(sweep, new SharedData(DataOptions.defaults(), Devices.present()));
  }

  private void requireSame(
      SweepDefinition stored, Map<String, String> then, SweepDefinition wanted) {
    SweepIdentity.requireSame(TrialStore.in(folder), then, identity(wanted), wanted);
  }

  @Test
  void isTheSameTwice() throws IOException {
    SweepDefinition sweep = ToySweep.parse(folder);
    Map<String, String> identity = identity(sweep);
    requireSame(sweep, identity, sweep);
    assertThat(identity.keySet()).filteredOn(k -> k.startsWith(SweepIdentity.CONTENT)).hasSize(1);
  }

  /** A model's file, or one of a run's folder: the networks that the trials start from. */
  @ParameterizedTest
  @ValueSource(strings = {"my.zip", "run/sparse-kl/model.zip"})
  void knowsWhatItStartsFrom(String name) throws IOException {
    Path model = folder.resolve(name);
    Files.createDirectories(model.getParent());
    Files.writeString(model, "a network");
    Path from = folder.resolve(Path.of(name).getName(0));
    SweepDefinition sweep =
        SweepFile.parse("toy.yaml", ToySweep.yaml(folder), List.of("from='" + from + "'"));
    Map<String, String> before = identity(sweep);
    requireSame(sweep, before, sweep);
    Files.writeString(model, "another one");
    assertThatThrownBy(() -> requireSame(sweep, before, sweep))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(from + " has changed since the sweep was begun");
  }

  @Test
  void knowsAllDataThatAreSearched() throws IOException {
    String yaml = ToySweep.yaml(folder);
    Path csv = Files.writeString(folder.resolve("my.csv"), "0,1,5\n".repeat(60));
    String searched = "space:\n  data: {choice: [mnist, 'csv:" + csv + "']}\n";
    SweepDefinition sweep =
        SweepFile.parse("toy.yaml", yaml.replace("space:\n", searched), List.of());
    Map<String, String> before = identity(sweep);
    assertThat(before).containsKeys("content of mnist", "content of csv:" + csv);
    Files.writeString(csv, "1,0,5\n".repeat(60));
    assertThatThrownBy(() -> requireSame(sweep, before, sweep))
        .hasMessageContaining("csv:" + csv + " has changed")
        .hasMessageNotContaining("mnist");
  }

  @Test
  void showsWhatIsAnotherSweepAndNoMoreOfIt() throws IOException {
    SweepDefinition sweep = ToySweep.parse(folder);
    Map<String, String> other = new HashMap<>(identity(sweep));
    other.put("search.kind", "genetic");
    other.put("space.code.integer", "[4,64]");
    other.put("sweepSeed", "2");
    other.put("training\u001b[2J", "x");
    other.remove("seedsPerTrial");
    assertThatThrownBy(() -> requireSame(sweep, other, sweep))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("search.kind is genetic there and random here")
        .hasMessageContaining("seedsPerTrial is nothing there and 1 here")
        .hasMessageContaining("and 2 more")
        .hasMessageNotContaining("\u001b")
        .hasMessageNotContaining("\n");
  }
}
