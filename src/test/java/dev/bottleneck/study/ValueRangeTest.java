package dev.bottleneck.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.data.DataOptions;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the data and the loss meet: data that a loss has no meaning for never reach it. */
class ValueRangeTest {
  private static final Pattern ADVICE = Pattern.compile("(\\w+)=([\\w-]+)");

  @TempDir private Path folder;

  private Setting<?> open(String experiment, String... assignments) {
    ConfigurationFile file = ShippedConfigurations.open(experiment);
    Stream.of(assignments).forEach(file::set);
    return Setting.of(file, c -> c.open(DataOptions.defaults()));
  }

  private static String[] sines(String... further) {
    List<String> all =
        new ArrayList<>(
            List.of("data=sines", "inputs=30", "hidden=8", "code=2", "validation=last:60"));
    all.addAll(List.of(further));
    return all.toArray(String[]::new);
  }

  @Test
  void namesTheLossTheValueItsPlaceAndTheTwoWaysOut() {
    assertThatThrownBy(() -> open("stacked", sines()))
        .isInstanceOf(UserError.class)
        .hasMessageMatching(
            "stacked: binary cross-entropy needs values in \\[0,1\\], but sines holds -\\d\\.\\d+"
                + " \\(training part, example \\d+, value \\d+\\): set scale=minmax, or"
                + " loss=squared-error");
  }

  /** Who follows the first advice is not refused again. */
  @Test
  void aWrongShapeAndAWrongRangeAreSaidAtOnce() {
    assertThatThrownBy(() -> recurrentOnSines("height=30", "width=1"))
        .isInstanceOf(UserError.class)
        .hasMessageContainingAll(
            "set height=1 width=30; and recurrent: binary cross-entropy needs values",
            "set scale=minmax, or loss=squared-error");
    assertThat(recurrentOnSines("height=1", "width=30", "scale=minmax").arms()).isNotEmpty();
  }

  private Setting<?> recurrentOnSines(String... further) {
    List<String> all =
        new ArrayList<>(List.of("data=sines", "validation=last:60", "hidden=16", "code=4"));
    all.addAll(List.of(further));
    return open("recurrent", all.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"scale=minmax", "loss=squared-error", "scale=standard loss=squared-error"})
  void eitherWayOutIsTaken(String assignments) {
    assertThat(open("stacked", sines(assignments.split(" "))).arms()).isNotEmpty();
  }

  /** 40 examples of four values, from -3 to 36, in two classes. */
  private Path writeRealValues() throws IOException {
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (40, 4), }";
    ByteBuffer npy = ByteBuffer.allocate(128 + 640).order(ByteOrder.LITTLE_ENDIAN);
    npy.put("\u0093NUMPY\u0001\0".getBytes(StandardCharsets.ISO_8859_1)).putShort((short) 118);
    npy.put((header + " ".repeat(118 - header.length())).getBytes(StandardCharsets.US_ASCII));
    StringBuilder classes = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      npy.putFloat(i - 3).putFloat(i / 10f).putFloat(-i % 7).putFloat(0.5f);
      classes.append(i % 2 == 0 ? "even\n" : "odd\n");
    }
    Files.writeString(folder.resolve("classes.txt"), classes);
    return Files.write(folder.resolve("real.npy"), npy.array());
  }

  /** Every experiment on real values is refused with advice that works, or takes them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "stacked; inputs=4 hidden=3 code=2",
        "undercomplete; inputs=4 code=2",
        "sparse-kl; inputs=4 hidden=3 code=2",
        "sparse-l1; inputs=4 hidden=3 code=2",
        "k-sparse; inputs=4 code=3 active=2",
        "denoising-dropout; inputs=4 hidden=3 code=2",
        "denoising-gaussian; inputs=4 hidden=3 code=2",
        "denoising-filters; inputs=4 code=3",
        "salt-and-pepper; inputs=4 hidden=3 code=2",
        "greedy; inputs=4 hidden=3 code=2",
        "tied; inputs=4 hidden=3 code=2",
        "contractive; inputs=4 code=2",
        "variational; inputs=4 hidden=3 code=2",
        "sigmoid-stack; inputs=4 hidden=3 code=2",
        "three-dimensional-code; inputs=4 hidden=[3]",
        "fourier; inputs=4",
        "denoising-pretraining; inputs=4 classes=2 hidden=[3]"
      })
  void adviceIsTaken(String experiment, String assignments) throws IOException {
    List<String> all = new ArrayList<>(List.of(assignments.split(" ")));
    all.add("data=npy:" + writeRealValues());
    all.add("labels=" + folder.resolve("classes.txt"));
    all.add("validation=random:0.2:1");
    try {
      open(experiment, all.toArray(String[]::new));
    } catch (UserError e) {
      Matcher advice = ADVICE.matcher(e.getMessage().replaceAll(".*: set ", ""));
      boolean given = false;
      while (advice.find()) {
        given = true;
        List<String> taken = new ArrayList<>(all);
        taken.add(advice.group());
        assertThat(open(experiment, taken.toArray(String[]::new)).arms()).isNotEmpty();
      }
      assertThat(given).as(e.getMessage()).isTrue();
    }
  }
}
