package dev.bottleneck.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.data.DataOptions;
import dev.bottleneck.data.Datasets;
import dev.bottleneck.data.Splits;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.CurvePoint;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Experiments trained without a run folder, as a sweep does it. */
class SettingTest {
  @TempDir static Path folder;
  private static String toy;
  private static final Map<String, Splits> OPENED = new HashMap<>();

  @BeforeAll
  static void writeData() throws IOException {
    toy = ToyImages.write(folder.resolve("toy"), 28, 10, 600, 100);
  }

  private static Splits open(Configuration<?> configuration) {
    return OPENED.computeIfAbsent(
        configuration.data(),
        data -> Datasets.open(data, DataOptions.defaults()).split(configuration.validation()));
  }

  private static Setting<?> setting(String name) {
    return Setting.of(
        ShippedConfigurations.open(name)
            .set("quick=true")
            .set("validation=last:100")
            .set("evaluateOn=validation")
            .replaceData("mnist", toy)
            .replaceData("fashion-mnist", toy),
        SettingTest::open);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stacked", "tied", "greedy", "variational", "denoising-pretraining"})
  void trainsTheSameTwice(String name) {
    Setting<?> setting = setting(name);
    Arm arm = setting.arms().get(setting.arms().size() - 1);
    Map<String, Double> once = setting.train(arm, 3, point -> {});
    assertThat(setting.train(arm, 3, point -> {})).isEqualTo(once);
    assertThat(once).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"loss", "squaredError", "sparsity", "probeError"})
  void aMeasureAskedForAloneIsTheSame(String name) {
    Setting<?> setting = setting("stacked");
    Arm arm = setting.arms().get(0);
    Map<String, Double> all = setting.train(arm, 3, point -> {});
    Map<String, Double> one = setting.train(arm, 3, name::equals, point -> {});
    assertThat(one).containsEntry(name, all.get(name));
    assertThat(all).containsAllEntriesOf(one).hasSizeGreaterThan(one.size());
    assertThat(one.containsKey("probeError")).isEqualTo(name.equals("probeError"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"error", "constantUnits1", "initialGradientNorm"})
  void aClassifiersMeasureAskedForAloneIsTheSame(String name) {
    Setting<?> setting = setting("denoising-pretraining");
    Arm arm = setting.arms().get(2);
    Map<String, Double> all = setting.train(arm, 3, point -> {});
    Map<String, Double> one = setting.train(arm, 3, name::equals, point -> {});
    assertThat(one).containsEntry(name, all.get(name));
    assertThat(all).containsAllEntriesOf(one).hasSizeGreaterThan(one.size());
  }

  @Test
  void whatHearsOfTheValidationLossCanEndTheTraining() {
    Setting<?> setting = setting("stacked");
    Arm arm = setting.arms().get(0);
    List<CurvePoint> heard = new ArrayList<>();
    setting.train(arm, 1, heard::add);
    assertThat(heard).extracting(CurvePoint::epoch).containsExactly(1.0, 2.0);
    assertThat(heard).allMatch(point -> point.metric().equals(CurvePoint.VALIDATION_LOSS));
    assertThatThrownBy(
            () ->
                setting.train(
                    arm,
                    1,
                    point -> {
                      throw new IllegalStateException("enough");
                    }))
        .hasMessage("enough");
  }
}
