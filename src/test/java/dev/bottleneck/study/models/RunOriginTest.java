package dev.bottleneck.study.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.autoencoder.ModelCard;
import dev.bottleneck.autoencoder.Scaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model says of its run is what that run's manifest says, or nothing. */
class RunOriginTest {
  private static final String WHOLE =
      "{\"bottleneck\": \"0.1\", \"experiment\": \"my.Experiment\", \"gitCommit\": \"%s\"}";

  @TempDir Path folder;

  private Map<String, String> origin(String manifest) throws IOException {
    Path run = Files.createDirectories(folder.resolve("the-run").resolve("arm")).getParent();
    Files.writeString(run.resolve("config.yaml"), "not: [read");
    Files.writeString(run.resolve("manifest.json"), manifest);
    return origin();
  }

  private Map<String, String> origin() {
    ModelCard card =
        new ModelCard(
            ModelCard.VERSION,
            "my.Experiment",
            "arm",
            1,
            0,
            2,
            3,
            1,
            false,
            "toy",
            "00ff",
            List.of(),
            List.of(),
            Scaling.none());
    return RunOrigin.of(folder.resolve("the-run/arm/model.zip"), card);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9bffbbc", "9bffbbc-dirty", "955f9836b5966447cb170f7926739c8736575c66"})
  void isThatOfTheManifest(String commit) throws IOException {
    assertThat(origin(WHOLE.formatted(commit)))
        .isEqualTo(Map.of("run", "the-run", "gitCommit", commit));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"gitCommit\": \"9bffbbc\", \"experiment\": \"my.Experiment\"}",
        "{\"bottleneck\": \"0.1\", \"experiment\": \"my.Experiment\"}",
        "{\"bottleneck\": \"0.1\", \"experiment\": \"another\", \"gitCommit\": \"9bffbbc\"}",
        "{\"bottleneck\": \"0.1\", \"experiment\": \"my.Experiment\", \"gitCommit\": \"unknown\"}",
        "{\"bottleneck\": \"0.1\", \"experiment\": \"my.Experiment\", \"gitCommit\": \"9bff\\nbbc\"}",
      })
  void isNothingOfAnother(String manifest) throws IOException {
    assertThat(origin(manifest)).isEmpty();
  }

  @Test
  void isNothingWithoutARun() throws IOException {
    assertThat(origin()).isEmpty();
    Files.createDirectories(folder.resolve("the-run"));
    Files.writeString(folder.resolve("the-run/config.yaml"), "a: 1");
    assertThat(origin()).isEmpty();
  }
}
