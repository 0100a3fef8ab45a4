package dev.bottleneck.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A changed number in a model ends in one line or in a model that works, never in native code. */
class ModelFuzzTest {
  private static final int MUTATIONS = 250;

  @TempDir static Path folder;
  private static Map<String, Map<String, byte[]>> models;

  @BeforeAll
  static void write() throws IOException {
    models = ModelFuzz.models(folder);
  }

  @Test
  void everyShippedAutoencoderIsTakenAsItIs() throws IOException {
    assertThat(models).hasSizeGreaterThan(10);
    for (var model : models.entrySet()) {
      Path file = folder.resolve(model.getKey() + ".zip");
      ZipEntries.write(file, model.getValue());
      assertThat(ModelFuzz.taken(file)).as(model.getKey()).isTrue();
    }
  }

  @Test
  void aChangedNumberIsRefusedInOneLineOrHarmless() throws IOException {
    List<Map<String, byte[]>> all = List.copyOf(models.values());
    Path file = folder.resolve("mutated.zip");
    int taken = 0;
    for (int seed = 0; seed < MUTATIONS; seed++) {
      ZipEntries.write(file, ModelFuzz.mutated(all.get(seed % all.size()), new Random(seed)));
      taken += ModelFuzz.taken(file) ? 1 : 0;
    }
    // Learning rates and seeds change nothing; sizes do.
    assertThat(taken).isBetween(MUTATIONS / 20, MUTATIONS * 19 / 20);
  }
}
